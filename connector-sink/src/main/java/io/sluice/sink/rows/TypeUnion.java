package io.sluice.sink.rows;

import io.sluice.sink.rows.Type.Field;
import io.sluice.sink.rows.Type.Fields;
import io.sluice.sink.rows.Type.Kind;
import io.sluice.sink.rows.Type.Listing;
import io.sluice.sink.rows.Type.Mapping;
import io.sluice.sink.rows.Type.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The least type onto which values of two types can be written without loss: fields that only one has are nullable, or have
 * their default; numbers are widened; what was required and is optional is optional. Stateless.
 *
 * @param checked whether a value that does not fit exactly is found when it is written, as those of inferred types are: only
 *     then do whole numbers of 64 bits and floating-point ones have a union
 */
record TypeUnion(boolean checked) {

    /** @throws BadRecordException if there is none, naming the field */
    Fields of(Fields one, Fields other) throws BadRecordException {
        return fields("", one, other);
    }

    private Fields fields(String path, Fields one, Fields other) throws BadRecordException {
        if (one.equals(other)) {
            return one;
        }
        Map<String, Field> others = other.byName();
        List<Field> fields = new ArrayList<>();
        for (Field field : one.fields()) {
            Field same = others.remove(field.name());
            fields.add(same == null ? lonely(field) : field(path, field, same));
        }
        others.values().forEach(field -> fields.add(lonely(field)));
        return new Fields(fields);
    }

    private static Field lonely(Field field) {
        return field.absent() != null ? field : new Field(field.name(), field.type(), true, null);
    }

    private Field field(String path, Field one, Field other) throws BadRecordException {
        String name = path + one.name();
        return new Field(
                one.name(),
                type(name, one.type(), other.type()),
                one.nullable() || other.nullable(),
                one.absent() == null ? other.absent() : one.absent());
    }

    private Type type(String path, Type one, Type other) throws BadRecordException {
        if (one.equals(other)) {
            return one;
        }
        if (one instanceof Fields a && other instanceof Fields b) {
            return fields(path + ".", a, b);
        }
        if (one instanceof Listing a && other instanceof Listing b) {
            return new Listing(type(path + "[]", a.element(), b.element()), a.nullable() || b.nullable());
        }
        if (one instanceof Mapping a && other instanceof Mapping b) {
            return new Mapping(
                    type(path + " (key)", a.key(), b.key()),
                    type(path + " (value)", a.value(), b.value()),
                    a.nullable() || b.nullable());
        }
        if (one instanceof Scalar a && other instanceof Scalar b) {
            Scalar wide = scalar(a, b);
            if (wide != null) {
                return wide;
            }
        }
        throw BadRecordException.incompatible("field " + path + " was " + one + " and is " + other
                + ", and no column holds both. Write it to another table, or change the producer back");
    }

    /** Null if there is none. */
    private Scalar scalar(Scalar one, Scalar other) {
        Kind a = one.kind();
        Kind b = other.kind();
        if (a.isInteger() && b.isInteger()) {
            return a.compareTo(b) >= 0 ? one : other;
        }
        if (a.isFloat() && b.isFloat()) {
            return Scalar.of(Kind.FLOAT64);
        }
        if ((a.isInteger() && b.isFloat()) || (a.isFloat() && b.isInteger())) {
            boolean exact = (a.isInteger() ? a : b) != Kind.INT64;
            return exact || checked ? Scalar.of(Kind.FLOAT64) : null;
        }
        if (a == Kind.DECIMAL && b == Kind.DECIMAL) {
            return decimal(one, other);
        }
        if ((a == Kind.UUID && b == Kind.STRING) || (a == Kind.STRING && b == Kind.UUID)) {
            return Scalar.of(Kind.STRING);
        }
        return null;
    }

    private static Scalar decimal(Scalar one, Scalar other) {
        int scale = Math.max(one.scale(), other.scale());
        int whole = Math.max(one.precision() - one.scale(), other.precision() - other.scale());
        boolean unknown = one.precision() == Scalar.MOST_PRECISION || other.precision() == Scalar.MOST_PRECISION;
        int precision = unknown ? Scalar.MOST_PRECISION : whole + scale;
        return precision > Scalar.MOST_PRECISION ? null : Scalar.decimal(precision, scale);
    }
}

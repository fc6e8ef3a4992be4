package io.sluice.sink.rows;

import io.sluice.record.RowSchema;
import io.sluice.sink.rows.Type.Field;
import io.sluice.sink.rows.Type.Fields;
import io.sluice.sink.rows.Type.Kind;
import io.sluice.sink.rows.Type.Scalar;
import java.util.List;

/**
 * A field that rows are looked at for, by its name; with dots, one within others. It remembers where it found it last, so it
 * belongs to one thread.
 */
public final class FieldReference {
    private final String name;
    private final List<String> path;

    private RowShape lastShape;
    private Kind lastKind;
    private RowSchema lastSchema;
    private int lastColumn;

    public FieldReference(String name) {
        this.name = name;
        this.path = List.of(name.split("\\."));
    }

    public String name() {
        return name;
    }

    List<String> path() {
        return path;
    }

    /** Its kind in rows of that shape, null if it is no single value there. */
    Kind kind(RowShape shape) {
        if (shape != lastShape) {
            lastShape = shape;
            lastKind = find(shape.fields(), 0);
        }
        return lastKind;
    }

    private Kind find(Fields fields, int depth) {
        Field field = fields.byName().get(path.get(depth));
        if (field == null) {
            return null;
        }
        if (field.type() instanceof Fields nested && depth + 1 < path.size()) {
            return find(nested, depth + 1);
        }
        return field.type() instanceof Scalar scalar && depth + 1 == path.size() ? scalar.kind() : null;
    }

    /** Its column in rows of that schema, or -1. Schemas are told apart by identity, as it is asked for each row. */
    @SuppressWarnings("ReferenceEquality")
    int column(RowSchema schema) {
        if (schema != lastSchema) {
            lastSchema = schema;
            lastColumn = schema.indexOf(name);
        }
        return lastColumn;
    }
}

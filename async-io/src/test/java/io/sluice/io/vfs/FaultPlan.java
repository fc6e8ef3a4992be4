package io.sluice.io.vfs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Which calls fail, and how. A value whose text is the Java that makes it, so that a failed test can be played again.
 *
 * @param rules asked in order, the first that says something decides
 * @param delay how long a {@link Fault#DELAY} lasts
 */
public record FaultPlan(List<Rule> rules, Duration delay) {

    /** Decides about calls, from their number alone, so that it decides alike each time. */
    sealed interface Rule {
        Set<VfsCall> calls();

        /** What befalls the call that is the {@code number}th of {@link #calls}, from 1; null for nothing. */
        Fault decide(long number, VfsOperation operation);

        static String name(Fault fault) {
            return "Fault." + fault.name();
        }

        /** The calls as further arguments, nothing when it is all of them. */
        static String names(Set<VfsCall> calls) {
            return calls.size() == VfsCall.values().length
                    ? ""
                    : calls.stream().map(call -> ", VfsCall." + call).collect(Collectors.joining());
        }
    }

    /** Hits the calls from one number to another. */
    record Numbered(Set<VfsCall> calls, long first, long last, Fault fault) implements Rule {
        @Override
        public Fault decide(long number, VfsOperation operation) {
            return number >= first && number <= last && fault.appliesTo(operation) ? fault : null;
        }

        @Override
        public String toString() {
            String range = "between(" + first + ", " + last;
            if (first == last) {
                range = "at(" + first;
            } else if (last == Long.MAX_VALUE) {
                range = "from(" + first;
            }
            return "FaultPlan." + range + ", " + Rule.name(fault) + Rule.names(calls) + ")";
        }
    }

    /** Hits some calls, chosen by a seed. */
    record Seeded(Set<VfsCall> calls, long seed, double probability, List<Fault> faults) implements Rule {
        @Override
        public Fault decide(long number, VfsOperation operation) {
            SplittableRandom random = new SplittableRandom(seed ^ (number * 0x9E3779B97F4A7C15L));
            Fault fault = faults.get(random.nextInt(faults.size()));
            return random.nextDouble() < probability && fault.appliesTo(operation) ? fault : null;
        }

        @Override
        public String toString() {
            return "FaultPlan.seeded(" + seed + "L, " + probability + ", List.of("
                    + faults.stream().map(Rule::name).collect(Collectors.joining(", ")) + ")" + Rule.names(calls) + ")";
        }
    }

    public FaultPlan {
        rules = List.copyOf(rules);
    }

    public static FaultPlan none() {
        return new FaultPlan(List.of(), Duration.ofSeconds(1));
    }

    /** Hits the {@code number}th call, from 1, of the given kinds; of all if none is given. */
    public static FaultPlan at(long number, Fault fault, VfsCall... of) {
        return between(number, number, fault, of);
    }

    /** Hits every call from the {@code first} on: a disk that stays full. */
    public static FaultPlan from(long first, Fault fault, VfsCall... of) {
        return between(first, Long.MAX_VALUE, fault, of);
    }

    /** Hits the calls from the {@code first} to the {@code last}, both included: a fault that passes. */
    public static FaultPlan between(long first, long last, Fault fault, VfsCall... of) {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("calls are numbered from 1, but first is " + first + ", last " + last);
        }
        return none().with(new Numbered(set(of), first, last, fault));
    }

    /** Hits each call with the given probability, with one of the faults. */
    public static FaultPlan seeded(long seed, double probability, List<Fault> faults, VfsCall... of) {
        return none().with(new Seeded(set(of), seed, probability, List.copyOf(faults)));
    }

    /** This plan, and where it says nothing, the other. */
    public FaultPlan and(FaultPlan other) {
        List<Rule> both = new ArrayList<>(rules);
        both.addAll(other.rules);
        return new FaultPlan(both, delay);
    }

    public FaultPlan delaying(Duration by) {
        return new FaultPlan(rules, by);
    }

    private FaultPlan with(Rule rule) {
        return new FaultPlan(List.of(rule), delay);
    }

    private static Set<VfsCall> set(VfsCall... of) {
        return of.length == 0 ? EnumSet.allOf(VfsCall.class) : EnumSet.copyOf(Arrays.asList(of));
    }

    @Override
    public String toString() {
        if (rules.isEmpty()) {
            return "FaultPlan.none()";
        }
        StringBuilder text = new StringBuilder(rules.get(0).toString());
        for (Rule rule : rules.subList(1, rules.size())) {
            text.append(".and(").append(rule).append(')');
        }
        if (!delay.equals(none().delay)) {
            text.append(".delaying(Duration.parse(\"").append(delay).append("\"))");
        }
        return text.toString();
    }
}

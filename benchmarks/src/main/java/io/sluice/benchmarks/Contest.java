package io.sluice.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same job by several contenders, all in one run of one program: in each round every contender once, and each round
 * begins with another one, so that whatever drifts on the machine meets all of them alike.
 *
 * @param name what the job is
 * @param units what the job is worth, such as its bytes
 * @param unit the unit's name
 * @param warmUps rounds that are thrown away
 * @param rounds rounds that count
 */
record Contest(String name, double units, String unit, List<Contender> contenders, int warmUps, int rounds) {

    Contest {
        contenders = List.copyOf(contenders);
    }

    Standing run() throws Exception {
        List<Round> counted = new ArrayList<>();
        for (int i = 0; i < warmUps + rounds; i++) {
            Round round = round(i);
            if (i >= warmUps) {
                counted.add(round);
            }
        }
        return new Standing(this, counted);
    }

    private Round round(int number) throws Exception {
        Map<String, Double> seconds = new LinkedHashMap<>();
        Map<String, Double> cpuSeconds = new LinkedHashMap<>();
        List<String> order = new ArrayList<>();
        Long expected = null;
        String first = null;
        for (int i = 0; i < contenders.size(); i++) {
            Contender contender = contenders.get((i + number) % contenders.size());
            Contender.Outcome outcome = contender.job().run();
            if (expected == null) {
                expected = outcome.result();
                first = contender.name();
            } else if (expected != outcome.result()) {
                throw new IllegalStateException(name + ": " + contender.name() + " came to " + outcome.result()
                        + " and " + first + " to " + expected + ": they do not do the same job");
            }
            order.add(contender.name());
            seconds.put(contender.name(), outcome.seconds());
            if (outcome.cpuSeconds() > 0) {
                cpuSeconds.put(contender.name(), outcome.cpuSeconds());
            }
        }
        return new Round(order, seconds, cpuSeconds);
    }
}

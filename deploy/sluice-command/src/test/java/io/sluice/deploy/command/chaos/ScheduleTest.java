package io.sluice.deploy.command.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Duration SHORT = Duration.ofSeconds(40);
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void theSameSeedAndLengthMakeTheSameSchedule() {
        assertThat(Schedule.of(7, HOUR)).isEqualTo(Schedule.of(7, HOUR));
        assertThat(Schedule.of(7, HOUR).actions())
                .isNotEqualTo(Schedule.of(8, HOUR).actions());
        assertThat(Schedule.of(7, HOUR).actions())
                .isNotEqualTo(Schedule.of(7, SHORT).actions());
    }

    @Test
    void whatWasReplayedOnceCanBeReplayedEver() {
        List<String> first = Schedule.of(7, SHORT).actions().stream()
                .limit(3)
                .map(Action::toString)
                .toList();

        // If this has changed, seeds in old reports mean other schedules now.
        assertThat(first)
                .containsExactly(
                        "     0.0 s  freeze             worker-3, for 19.2 s",
                        "     0.5 s  compress           trades-a.csv",
                        "     1.5 s  rotate             trades-a.csv");
    }

    @Test
    void theShortestScheduleKillsEveryProcessAndTenTimes() {
        Schedule schedule = Schedule.of(3, SHORT);

        assertThat(schedule.kills()).isEqualTo(10);
        assertThat(targets(schedule, Deed.KILL))
                .containsAll(Schedule.BROKERS)
                .containsAll(Schedule.WORKERS)
                .containsAll(Schedule.APPS);
    }

    @Test
    void anHourKillsMoreThanAHundredTimesAndDoesEverythingThereIs() {
        Schedule schedule = Schedule.of(3, HOUR);

        assertThat(schedule.kills()).isGreaterThan(100);
        assertThat(schedule.actions().stream().map(Action::deed).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(Deed.class));
        for (Deed deed : Set.of(Deed.PAUSE_CONNECTOR, Deed.RECONFIGURE, Deed.RECREATE, Deed.RETASK)) {
            assertThat(targets(schedule, deed)).isEqualTo(new TreeSet<>(ChaosPipeline.CONNECTORS));
        }
        assertThat(targets(schedule, Deed.FREEZE))
                .containsAll(Schedule.BROKERS)
                .containsAll(Schedule.WORKERS)
                .containsAll(Schedule.APPS);
    }

    @Test
    void actionsAreInOrderAndWithinTheTime() {
        List<Duration> times =
                Schedule.of(5, HOUR).actions().stream().map(Action::at).toList();

        assertThat(times).isSorted().allMatch(at -> !at.isNegative() && at.compareTo(HOUR) < 0);
    }

    @Test
    void whoIsFrozenIsDeadToAllOthersBeforeHeGoesOn() {
        long longest = Math.max(ChaosPipeline.SESSION_MILLIS, ChaosPipeline.TRANSACTION_MILLIS);

        assertThat(Schedule.of(5, HOUR).actions())
                .filteredOn(action -> action.deed() == Deed.FREEZE)
                .isNotEmpty()
                .allMatch(action -> action.lasting().toMillis() > longest);
    }

    private static Set<String> targets(Schedule schedule, Deed deed) {
        return schedule.actions().stream()
                .filter(action -> action.deed() == deed)
                .map(Action::target)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

package io.sluice.deploy.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the query box answers, and what it does not. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class QueryBoxTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String ENDLESS = "select max(hash(i)) from range(1000000000000) t(i)";

    @TempDir
    private Path directory;

    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
    private Path lake;
    private Path secret;
    private QueryBox box;

    @BeforeEach
    void makeTables() throws IOException, SQLException {
        lake = Files.createDirectories(directory.resolve("lake"));
        secret = directory.resolve("secret.csv");
        Files.writeString(secret, "user,password\nroot,1234\n");
        Files.createDirectories(lake.resolve("trades").resolve("symbol=A"));
        Files.createDirectories(lake.resolve("empty"));
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute(
                    "copy (select i::bigint as sequence, 'A' as symbol, (i / 4)::decimal(12,2) as price from range(3000) t(i))"
                            + " to '"
                            + lake.resolve("trades").resolve("symbol=A").resolve("one.parquet") + "' (format parquet)");
            statement.execute(
                    "copy (select 3000::bigint as sequence, 'B' as symbol, 1.5::decimal(12,2) as price, 7 as added) to '"
                            + lake.resolve("trades").resolve("two.parquet") + "' (format parquet)");
        }
        box = box(LONG);
    }

    private QueryBox box(Duration longest) {
        return box(longest, QueryTables.MOST_FILES);
    }

    private QueryBox box(Duration longest, int mostFiles) {
        Map<String, Path> here = Map.of("trades", lake.resolve("trades"), "empty", lake.resolve("empty"));
        Map<String, String> elsewhere = Map.of("far", "s3://bucket/lake/far");
        return new QueryBox(new QueryTables(here, elsewhere, mostFiles), clock, longest);
    }

    @AfterEach
    void stop() {
        box.close();
        clock.shutdownNow();
    }

    private QueryBox.Result ask(String sql) {
        return box.ask(sql).orElseThrow();
    }

    @Test
    void tablesAreViewsOfTheirNames() {
        QueryBox.Result result = ask(
                "select symbol, count(*) as n, max(price) as price, sum(added) from TRADES group by all order by n;");

        assertThat(result.columns())
                .extracting(QueryBox.Column::name)
                .startsWith("symbol", "n", "price")
                .hasSize(4);
        assertThat(result.columns().get(2).type()).isEqualTo("DECIMAL(12,2)");
        assertThat(result.rows())
                .containsExactly(List.of("B", "1", "1.50", "7"), Arrays.asList("A", "3000", "749.75", null));
        assertThat(result.truncated()).isFalse();
    }

    @Test
    void noMoreRowsComeThanAreShownAndInTheOrderAskedFor() {
        QueryBox.Result result = ask("select sequence from trades order by sequence desc -- the newest");

        assertThat(result.truncated()).isTrue();
        assertThat(result.rows())
                .hasSize(1_000)
                .startsWith(List.of("3000"), List.of("2999"))
                .endsWith(List.of("2001"));
    }

    @Test
    void aLargeCellIsCutAndTooManyColumnsAreRefused() {
        assertThat(ask("select repeat('x', 1000000) a, [1, 2] b, {'c': '\"'} c, 'd' as a")
                        .rows()
                        .get(0))
                .satisfies(row -> {
                    assertThat(row.get(0)).hasSize(1_001).endsWith("…");
                    assertThat(row.get(1)).isEqualTo("[1, 2]");
                });
        String many = "1" + ", 1".repeat(QuerySession.MOST_COLUMNS);
        assertThatThrownBy(() -> ask("select " + many)).hasMessageContaining("101 columns");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with t as (select 1 x) select * from t",
                "from trades limit 1",
                "select 1 union all select 2",
                "values (1), (2)",
                "select * from trades where symbol = ';' limit 1"
            })
    void whatSelectsIsAnswered(String sql) {
        assertThat(ask(sql).rows()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy (select 1) to '%lake%/trades/x.parquet'",
                "copy trades to '%lake%/trades/x.parquet'",
                "attach '%lake%/trades/x.db'",
                "install httpfs",
                "load httpfs",
                "pragma database_list",
                "pragma disable_verification",
                "set memory_limit = '100GB'",
                "reset lock_configuration",
                "set enable_external_access = true",
                "create table x (i int)",
                "create view x as select 1",
                "insert into trades values (1)",
                "delete from trades",
                "drop view trades",
                "export database '%lake%/trades'",
                "import database '%lake%/trades'",
                "call pragma_version()",
                "prepare x as select 1",
                "checkpoint",
                "vacuum",
                "begin",
                "use memory",
                "explain analyze copy (select 1) to '%lake%/trades/x.parquet'",
                "select 1; select 2",
                "select 1; copy (select 1) to '%lake%/trades/x.parquet'",
                "select 1) as asked(c0); copy (select 1) to '%lake%/trades/x.parquet'; select * from (select 1",
                "/* select */ attach ':memory:' as x; select 1",
                "",
                ";",
                "-- nothing",
                "select",
                "no sql"
            })
    void whatIsNotOneSelectIsRefusedAndChangesNothing(String sql) throws IOException {
        assertThatThrownBy(() -> ask(sql.replace("%lake%", lake.toString())))
                .isInstanceOf(IllegalArgumentException.class);
        try (var files = Files.walk(lake)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from read_csv('%secret%')",
                "select * from '%secret%'",
                "select * from read_text('%secret%')",
                "select * from read_blob('%secret%')",
                "select * from read_csv('%lake%/trades/../../secret.csv')",
                "select * from read_csv('%lake%/trades/symbol=A/../../../secret.csv')",
                "select * from read_text('%lake%/trades/./././././../../secret.csv')",
                "select * from '%lake%/trades/./../../secret.csv'",
                "select * from (select * from read_blob('%lake%/trades/./././../../secret.csv'))",
                "select (select content from read_text('%lake%/trades/./././../../secret.csv'))",
                "with t as (from glob('%lake%/trades/./../../*')) select * from t",
                "describe '%lake%/trades/./../../secret.csv'",
                "summarize '%lake%/trades/./../../secret.csv'",
                "select * from (summarize '%lake%/trades/./../../secret.csv')",
                "select * from (describe from '%lake%/trades/./../../secret.csv')",
                "from (show tables from \"%lake%/trades/./../../secret.csv\")",
                "pivot '%lake%/trades/./../../secret.csv' on user",
                "select * from (pivot '%lake%/trades/./../../secret.csv' on user)",
                "select * from (unpivot '%lake%/trades/./../../secret.csv' on user)",
                "select 1 where exists (from '%lake%/trades/./../../secret.csv' where password = 1234)",
                "select * from trades where symbol in (select content from read_text('%lake%/trades/./././../../secret.csv'))",
                "select * from range(1) t(i), lateral (select * from read_text('%lake%/trades/./././../../secret.csv'))",
                "select * from glob('%lake%/trades/**/../*')",
                "select * from parquet_metadata('%lake%/trades/two.parquet')",
                "select * from duckdb_settings()",
                "select * from read_csv('file://%secret%')",
                "select * from read_csv('/etc/passwd')",
                "select * from read_text('/proc/self/environ')",
                "select * from sniff_csv('%secret%')",
                "select * from query('select * from read_csv(''%secret%'')')",
                "select * from query('copy (select 1) to ''%lake%/trades/x.csv''')",
                "select * from read_parquet('https://example.invalid/x.parquet')",
                "select * from read_json('s3://bucket/x.json')",
                "select getenv('HOME')",
                "select * from json_execute_serialized_sql(json_serialize_sql('select * from read_csv(''%secret%'')'))"
            })
    void nothingButTheTablesCanBeRead(String sql) {
        String attack = sql.replace("%lake%", lake.toString()).replace("%secret%", secret.toString());

        assertThatThrownBy(() -> ask(attack))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("1234");
    }

    @Test
    void aListOfOtherDirectoriesIsEmptyOrRefused() {
        try {
            assertThat(ask("select * from glob('" + directory + "/*.csv')").rows())
                    .isEmpty();
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("glob");
        }
    }

    @Test
    void theSettingsThatHoldItCannotBeChangedByASelect() {
        assertThat(ask("select current_setting('lock_configuration'), current_setting('enable_external_access'),"
                                + " current_setting('threads')")
                        .rows())
                .containsExactly(List.of("true", "false", "1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from far",
                "select count(*) from \"Far\" where 1 = 1",
                "select 1 where exists (from main.far)",
                "with t as (from far) select * from t",
                "summarize far"
            })
    void whoAsksForATableInABucketIsToldWhereItIs(String sql) {
        assertThatThrownBy(() -> ask(sql))
                .hasMessageContaining("s3://bucket/lake/far")
                .hasMessageContaining("local tables only");
    }

    @Test
    void aTableOfTooManyFilesIsRefusedAndTheOthersAreAnswered() {
        QueryBox small = box(LONG, 1);

        assertThatThrownBy(() -> small.ask("select count(*) from trades"))
                .hasMessageContaining("trades has more than 1 files")
                .hasMessageContaining("read_parquet(");
        assertThat(small.ask("select 'trades' as trades").orElseThrow().rows()).containsExactly(List.of("trades"));
    }

    @Test
    void aTableIsDescribedAndSummarizedAsItIsAsked() {
        assertThat(ask("describe trades").rows()).hasSize(4);
        assertThat(ask("select * from (summarize trades)").rows()).hasSize(4);
    }

    @Test
    void allCellsTogetherAreNoMoreThanAreShown() {
        String cells = IntStream.range(0, QuerySession.MOST_COLUMNS)
                .mapToObj(i -> "repeat('x', 1000) as c" + i)
                .collect(Collectors.joining(", "));

        QueryBox.Result result = ask("select " + cells + " from range(1000)");

        assertThat(result.truncated()).isTrue();
        long characters = result.rows().stream()
                .flatMap(List::stream)
                .mapToLong(String::length)
                .sum();
        int row = QuerySession.MOST_COLUMNS * QuerySession.MOST_CHARACTERS;
        assertThat(characters)
                .isGreaterThan(QuerySession.MOST_CHARACTERS_IN_ALL - row)
                .isLessThanOrEqualTo(QuerySession.MOST_CHARACTERS_IN_ALL + row);
    }

    @Test
    void aDirectoryWhoseNameIsAPatternToDuckDbIsRefusedAsThat() throws IOException {
        Path odd = Files.createDirectories(directory.resolve("[prod]").resolve("trades"));
        Files.copy(lake.resolve("trades").resolve("two.parquet"), odd.resolve("one.parquet"));
        QueryBox of =
                new QueryBox(new QueryTables(Map.of("trades", odd), Map.of(), QueryTables.MOST_FILES), clock, LONG);

        assertThatThrownBy(() -> of.ask("select sequence from trades")).hasMessageContaining("takes for a pattern");
    }

    @Test
    void aTableWithoutFilesIsNotThereYet() {
        assertThatThrownBy(() -> ask("select * from empty")).hasMessageContaining("empty");
    }

    @Test
    void aQueryThatTakesTooLongIsStopped() {
        QueryBox impatient = box(Duration.ofMillis(200));

        assertThatThrownBy(() -> impatient.ask(ENDLESS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was stopped");
        assertThat(box.ask("select 1")).isPresent();
    }

    @Test
    void whileOneQueryRunsAnotherIsRefused() throws InterruptedException, ExecutionException, TimeoutException {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Object> endless = CompletableFuture.supplyAsync(() -> {
            begun.countDown();
            try {
                // The other thread's may run just now.
                while (box.ask(ENDLESS).isEmpty()) {
                    Thread.onSpinWait();
                }
                return "it has ended";
            } catch (IllegalArgumentException stopped) {
                return stopped.getMessage();
            }
        });
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        while (box.ask("select 1").isPresent()) {
            // The other thread has not come so far.
            Thread.onSpinWait();
        }

        // As the page does, which then has no clock any more that would stop it again.
        box.close();
        clock.shutdownNow();
        assertThat(box.isRunning()).isFalse();
        assertThat(endless.get(1, TimeUnit.MINUTES)).asString().isNotEqualTo("it has ended");
    }

    @Test
    void aQueryThatNeedsTooMuchMemoryFailsAloneAndLeavesNoFiles() throws IOException {
        assertThatThrownBy(
                        () -> ask(
                                "select count(*) from (select distinct i::varchar || '0123456789' v from range(20000000) t(i))"))
                .hasMessageContaining("emory");
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(2);
        }
        assertThat(box.ask("select 1")).isPresent();
    }
}

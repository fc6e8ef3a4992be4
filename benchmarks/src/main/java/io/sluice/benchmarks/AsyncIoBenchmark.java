package io.sluice.benchmarks;

/** Reading files: strategies against each other, against a loop by hand, against aiofiles; and the bounds kept. */
final class AsyncIoBenchmark implements Benchmark {

    @Override
    public String name() {
        return "async-io";
    }

    @Override
    public void run(Workplace workplace, Report report) throws Exception {
        ThresholdPart.run(workplace, report);
        StrategyPart.run(workplace, report);
        AiofilesPart.run(workplace, report);
        LinePart.run(workplace, report);
        LimitsPart.run(workplace, report);
        SparsePart.run(workplace, report);
    }
}

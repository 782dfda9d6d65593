using ConsultCluster.Benchmarks.Soak.Processes;

namespace ConsultCluster.Benchmarks.Tests.Soak;

public sealed class CounterTotalsTests
{
    private readonly CounterTotals _totals = new();

    [Fact]
    public void Add_SecondPage_CountsWhatCameSinceTheFirst()
    {
        _totals.Add("silo-1", "# TYPE x_total counter\nx_total 5 1700000000\n");
        _totals.Add("silo-1", "x_total 7 1700000001\n");

        Assert.Equal(2, _totals.Totals["x_total"]);
    }

    [Fact]
    public void Add_ProcessThatStartedAgain_CountsFromNothing()
    {
        _totals.Add("silo-1", "x_total 5\n");
        _totals.Add("silo-1", "x_total 9\n");
        _totals.Add("silo-1", "x_total 3\n");

        Assert.Equal(7, _totals.Totals["x_total"]);
    }

    [Fact]
    public void Add_TwoProcesses_AddsUpByLabelsButNotByRelay()
    {
        foreach (var value in new[] { 0, 2 })
        {
            _totals.Add("node-1", $$"""relay_dropped_total{otel_scope_name="R",relay="a-1"} {{value}}""");
            _totals.Add("node-2", $$"""relay_dropped_total{otel_scope_name="R",relay="b-1"} {{value}}""");
            _totals.Add("silo-1", $$"""calls_count{otel_scope_name="H",method="Enter",outcome="done"} {{value}}""");
        }

        Assert.Equal(4, _totals.Totals["relay_dropped_total"]);
        Assert.Equal(2, _totals.Totals["""calls_count method="Enter" outcome="done" """.Trim()]);
    }

    [Fact]
    public void Add_GaugesAndBuckets_AreNoCounters()
    {
        foreach (var value in new[] { 1, 2 })
        {
            _totals.Add("silo-1", $"seats {value}\nx_seconds_bucket{{le=\"1\"}} {value}\nx_seconds_sum {value}\n");
        }

        Assert.Empty(_totals.Totals);
    }
}

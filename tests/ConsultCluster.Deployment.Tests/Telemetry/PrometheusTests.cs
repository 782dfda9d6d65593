using System.Text.Json;
using ConsultCluster.Deployment.Tests.Scenes;

namespace ConsultCluster.Deployment.Tests.Telemetry;

/// <summary>Dashboard, alert rules and autoscaler ask for what a real Prometheus has read from a running server.</summary>
public sealed class PrometheusTests(ScrapedServer scraped) : IClassFixture<ScrapedServer>
{
    private const string Dashboard = "deploy/grafana/consultcluster.json";
    private const string Alerts = "deploy/prometheus/alerts.yml";

    /// <summary>Histograms appear with their first event, and media moves between two relays, which one server does not have: <c>MediaMoveMetricsTests</c> holds its name.</summary>
    private static readonly string[] OfTwoRelays = ["groups_media_move_duration_seconds_bucket"];

    public static TheoryData<string, string> Expressions()
    {
        var data = new TheoryData<string, string>();
        foreach (var (where, expression) in PanelExpressions().Concat(AlertExpressions()))
        {
            data.Add(where, expression);
        }

        return data;
    }

    /// <summary>A misspelt name gives no error in Prometheus: it gives an empty panel, or an alert that never fires.</summary>
    [Theory]
    [MemberData(nameof(Expressions))]
    public async Task Expression_InstrumentsAndLabels_AreInWhatWasScraped(string where, string expression)
    {
        Assert.NotEmpty(where);
        await scraped.Prometheus.CountAsync(expression);
        Assert.NotEmpty(Expression.Instruments(expression));
        // A scrape that a busy machine misses makes a series stale.
        foreach (var instrument in Expression.Instruments(expression).Except(OfTwoRelays, StringComparer.Ordinal))
        {
            Assert.True(await scraped.Prometheus.CountAsync($"last_over_time({instrument}[1h])") > 0, $"There is no {instrument}.");
        }

        foreach (var (instrument, label) in Expression.Labels(expression).Where(one => !OfTwoRelays.Contains(one.Instrument, StringComparer.Ordinal)))
        {
            Assert.True(await scraped.Prometheus.CountAsync($"last_over_time({instrument}{{{label}!=\"\"}}[1h])") > 0, $"{instrument} has no label {label}.");
        }
    }

    [Fact]
    public async Task Autoscaler_Figure_IsInWhatWasScraped()
    {
        var scaler = Assert.Single(Yaml.Parse("autoscaler", Repository.Text("k8s/base/silo-autoscaler.yaml")));
        var name = Assert.Single(scaler["spec"]["metrics"].Items)["pods"]["metric"]["name"].Text;

        Assert.True(await scraped.Prometheus.CountAsync(name) > 0, name);
    }

    /// <summary>Figures that an operator reads first are right, not only there.</summary>
    [Theory]
    [InlineData("sum(hub_seats) == 1")]
    [InlineData("sum(hub_connections) == 1")]
    [InlineData("sum(orleans_grains{grain_type=\"consultationgroup\"}) == 1")]
    [InlineData("count(relay_load_share) == 1")]
    [InlineData("sum(groups_media_moves_total{reason=\"relay_lost\",outcome=\"no_standby\"}) == 0")]
    [InlineData("count(groups_media_moves_total{outcome=\"moved\"}) == 4")]
    [InlineData("sum(groups_command_duration_seconds_count{command=\"Enter\",outcome=\"done\"}) == 1")]
    [InlineData("sum(hub_call_duration_seconds_count{method=\"Enter\",outcome=\"done\"}) == 1")]
    public Task Figures_OfOneSeat_AreWhatHappened(string expression) => scraped.Prometheus.HoldsAsync(expression);

    /// <summary>A group's id would also make a series for each consultation there ever was.</summary>
    [Fact]
    public async Task Scrape_OfConsultation_NamesNeitherPersonNorGroup()
    {
        using var client = new HttpClient();
        var text = await client.GetStringAsync(new Uri(scraped.Address, "/metrics"));

        Assert.Contains("target_info{", text, StringComparison.Ordinal);
        Assert.All(scraped.Private, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("check", "rules", Alerts)]
    [InlineData("test", "rules", "deploy/prometheus/alerts.test.yml")]
    [InlineData("check", "config", "deploy/prometheus/prometheus.yml")]
    public async Task Promtool_OfOurFiles_FindsNothingWrong(params string[] arguments)
    {
        var result = await Tool.RunAsync("promtool", arguments);

        Assert.True(result.Code == 0, result.Output + result.Errors);
    }

    /// <summary>An alert without a test may never fire, or always.</summary>
    [Fact]
    public void Alerts_EachHasATestThatMakesItFire()
    {
        var tests = Repository.Text("deploy/prometheus/alerts.test.yml");

        Assert.All(AlertExpressions(), alert => Assert.Contains($"{alert.Where}", tests, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Where, string Expression)> AlertExpressions() =>
        from file in Yaml.Parse(Alerts, Repository.Text(Alerts))
        from rules in file["groups"].Items
        from rule in rules["rules"].Items
        select (rule["alert"].Text, rule["expr"].Text);

    private static IEnumerable<(string Where, string Expression)> PanelExpressions()
    {
        using var dashboard = JsonDocument.Parse(Repository.Text(Dashboard));
        return
        [
            .. from panel in dashboard.RootElement.GetProperty("panels").EnumerateArray()
               where panel.TryGetProperty("targets", out _)
               from target in panel.GetProperty("targets").EnumerateArray()
               let expression = target.GetProperty("expr").GetString()!
               select (panel.GetProperty("title").GetString()!, expression
                   .Replace("$__rate_interval", "5m", StringComparison.Ordinal)
                   .Replace("$instance", ".*", StringComparison.Ordinal)),
        ];
    }
}

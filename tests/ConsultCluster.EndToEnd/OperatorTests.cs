using System.Net;
using ConsultCluster.Contracts.Http;
using ConsultCluster.EndToEnd.Harness;
using ConsultCluster.Testing.Network;
using ConsultCluster.Testing.Postgres;
using Microsoft.Playwright;

namespace ConsultCluster.EndToEnd;

/// <summary>
/// What operators see of a cluster of real processes: PostgreSQL, a silo, and a gateway with a wrong clock, both with the dashboard. What gives a process a wrong clock
/// makes it slow, which another silo could take for death; nobody probes a gateway.
/// </summary>
public sealed class OperatorTests(OperatorTests.Cluster cluster) : IClassFixture<OperatorTests.Cluster>, IAsyncLifetime
{
    private const string Dashboard = "/api/cluster/dashboard/";

    private Chromium _chromium = null!;

    public async Task InitializeAsync() => _chromium = await Chromium.StartAsync();

    public async Task DisposeAsync() => await _chromium.DisposeAsync();

    [Fact]
    public void Member_TcpPorts_AreHttpSiloAndGateway()
    {
        Assert.Equal(new[] { cluster.Silo.HttpPort, cluster.SiloPort, cluster.GatewayPort }.Order(), ListeningPorts.Of(cluster.Silo.ProcessId));
        Assert.Equal([cluster.Gateway.HttpPort], ListeningPorts.Of(cluster.Gateway.ProcessId));
    }

    [Theory]
    [InlineData("en", "en-GB", "gateway is ", "ahead of the database")]
    [InlineData("zh", "zh-CN", "gateway 比数据库快 ", "启用 NTP 时间同步")]
    public async Task Page_GatewayWithWrongClock_WarnsAndSaysWhatToDo(string language, string locale, string whose, string words)
    {
        var page = await OpenAsync(cluster.Gateway, locale);
        var looks = new PageLooks();

        await looks.LookAsync(page, "/cluster", "cluster-clocks", "cluster-clock", language, isWhole: true);

        var warning = page.Part("cluster-clocks");
        await Assertions.Expect(warning).ToContainTextAsync(whose);
        await Assertions.Expect(warning).ToContainTextAsync(words);
        await Assertions.Expect(warning).ToContainTextAsync("timedatectl set-ntp true");
        // The silo says its own, and is right.
        await page.Part("clock-silo").WaitForAsync();
        await Assertions.Expect(warning).Not.ToContainTextAsync("silo");
        Assert.Empty(looks.Violations);
    }

    [Fact]
    public async Task Health_GatewayWithWrongClock_WarnsAndServes()
    {
        Assert.Equal(("ok", "ok"), await ReadyAsync(cluster.Silo));
        Assert.Equal(("ok", "warning"), await ReadyAsync(cluster.Gateway));

        static async Task<(string, string?)> ReadyAsync(ServerProcess server)
        {
            using var api = await ApiClient.SignInAsync(server, DemoPerson.Administrator);
            var health = await api.GetAsync<HealthDto>("/health/ready");
            return (health.Status, health.Clock);
        }
    }

    /// <summary>Silos have it by their own endpoints, a gateway through a silo; neither is opened by being a process of another role.</summary>
    [Fact]
    public async Task Dashboard_OfSiloAndGateway_IsForAdministratorsAlone()
    {
        foreach (var server in new[] { cluster.Silo, cluster.Gateway })
        {
            using var stranger = new HttpClient();
            using var refused = await stranger.GetAsync(server.Url + Dashboard);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            foreach (var person in new[] { DemoPerson.Applicant, DemoPerson.Expert, DemoPerson.Coordinator })
            {
                Assert.Equal("403 403", await StatusesAsync(server, person, "index.html", "DashboardCounters"));
            }

            Assert.Equal("200 403 403", await StatusesAsync(server, DemoPerson.Administrator, "DashboardCounters", "GrainState?grainId=g&grainType=t", "Trace"));
        }
    }

    [Fact]
    public async Task Dashboard_InBrowser_WorksUnderItsPolicyWithoutAnotherHost()
    {
        var terminal = await OpenAsync(cluster.Gateway, "en-GB");
        await terminal.Page.GotoAsync("/cluster");
        var link = terminal.Part("dashboard");
        Assert.Equal(Dashboard, await link.GetAttributeAsync("href"));
        var page = await terminal.Page.RunAndWaitForPopupAsync(() => link.ClickAsync());
        await page.GetByText("Cluster Profiling").WaitForAsync();
        var log = new PageLog(page);

        // Again, now that we listen.
        await page.ReloadAsync();
        await page.GetByText("Cluster Profiling").WaitForAsync();
        await page.Locator(".info-box", new() { HasText = "Active Silos" }).GetByText("1", new() { Exact = true }).WaitForAsync();
        await Screenshots.TakeAsync(page, "dashboard");
        await page.GotoAsync(Dashboard + "#/grains");
        // The gateway's page asks the cluster through it.
        await page.GetByText("ClusterAdminGrain").First.WaitForAsync();
        await page.GotoAsync(Dashboard + "#/lifecycle");
        // Its first text is an empty label of a line.
        await page.Locator("svg text").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });

        Assert.Empty(log.Wrong);
        Assert.Contains(log.Asked, uri => uri.AbsolutePath.EndsWith("/DashboardCounters", StringComparison.Ordinal));
        var server = new Uri(cluster.Gateway.Url).Authority;
        Assert.All(log.Asked.Where(uri => uri.Scheme is not ("data" or "blob")), uri => Assert.Equal(server, uri.Authority));
    }

    private static async Task<string> StatusesAsync(ServerProcess server, DemoPerson person, params string[] paths)
    {
        using var api = await ApiClient.SignInAsync(server, person);
        var statuses = new List<int>();
        foreach (var path in paths)
        {
            statuses.Add(await api.StatusAsync(Dashboard + path));
        }

        return string.Join(" ", statuses);
    }

    private async Task<Terminal> OpenAsync(ServerProcess server, string locale)
    {
        var terminal = await Terminal.OpenAsync(server, _chromium, CameraState.Working, locale, Screenshots.Desktop);
        await terminal.SignInAsync(DemoPerson.Administrator);
        return terminal;
    }

    public sealed class Cluster : IAsyncLifetime
    {
        private static readonly TimeSpan WrongBy = TimeSpan.FromSeconds(3);

        private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("consult-operator-");
        private PostgresServer? _postgres;

        public ServerProcess Silo { get; private set; } = null!;

        public ServerProcess Gateway { get; private set; } = null!;

        public int SiloPort { get; } = FreePorts.Tcp();

        public int GatewayPort { get; } = FreePorts.Tcp();

        public async Task InitializeAsync()
        {
            _postgres = await PostgresServer.StartAsync();
            var connection = _postgres.ConnectionString(await _postgres.CreateDatabaseAsync());
            string[] all = ["--cluster", "operators", "--dashboard"];
            Silo = ServerProcess.NewMember(
                connection, _data.FullName, 1, [.. all, "--node", "silo", "--silo-port", $"{SiloPort}", "--gateway-port", $"{GatewayPort}"]);
            Gateway = ServerProcess.NewMember(connection, _data.FullName, 0, WrongBy, [.. all, "--node", "gateway", "--role", "gateway"]);
            await Silo.StartAsync();
            await Gateway.StartAsync();
        }

        public async Task DisposeAsync()
        {
            foreach (var server in new[] { Gateway, Silo })
            {
                await server.DisposeAsync();
            }

            if (_postgres is not null)
            {
                await _postgres.DisposeAsync();
            }

            _data.Delete(recursive: true);
        }
    }
}

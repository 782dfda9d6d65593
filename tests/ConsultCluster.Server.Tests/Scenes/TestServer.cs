using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Telemetry;
using ConsultCluster.Storage.Sqlite;
using ConsultCluster.Testing.Hub;
using ConsultCluster.Testing.Relays;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Server.Tests.Scenes;

/// <summary>The whole server on a loopback port with a fake relay and a data folder of its own.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, string> _cookies = new(StringComparer.Ordinal);
    private readonly bool _demo;
    private readonly string? _web;
    private readonly string? _postgres;
    private readonly bool _dashboard;
    private readonly Action<ServerOptions>? _configure;
    private bool _isStopped = true;
    private StartedServer _server = null!;

    private TestServer(bool demo, string? web, string? postgres, bool dashboard, Action<ServerOptions>? configure)
    {
        _configure = configure;
        _dashboard = dashboard;
        _demo = demo;
        _web = web;
        _postgres = postgres;
    }

    public string Data { get; } = Directory.CreateTempSubdirectory("consult-").FullName;

    public ShiftedClock Clock { get; } = new();

    public FakeRelay Relay { get; } = new();

    public LogCollector Log { get; } = new();

    /// <summary>The server's store of groups, in SQLite.</summary>
    public WatchedGroupStore Store => (WatchedGroupStore)Services.GetRequiredService<IGroupStore>();

    public Uri Address => _server.Address;

    public string? SetupCode => _server.SetupCode;

    public IServiceProvider Services => _server.Services;

    /// <param name="postgres">Connection string of a database to use instead of SQLite.</param>
    /// <param name="dashboard">With the engine's own dashboard.</param>
    /// <param name="configure">Sets further options.</param>
    public static async Task<TestServer> StartAsync(
        bool demo = true, string? web = null, string? postgres = null, bool dashboard = false, Action<ServerOptions>? configure = null)
    {
        var server = new TestServer(demo, web, postgres, dashboard, configure);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Stops and starts on the same data, as after a crash: what was not on disk is gone.</summary>
    public async Task RestartAsync(bool? demo = null)
    {
        await StopAsync();
        Relay.Restart();
        await StartAgainAsync(demo);
    }

    /// <summary>A client without cookies.</summary>
    public HttpClient Anonymous() => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };

    /// <summary>A client that has just signed in, with a cookie jar.</summary>
    public async Task<HttpClient> SignInAsync(string userName, string password)
    {
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = Address };
        var response = await client.PostAsJsonAsync("/api/session", new SignInRequest(userName, password));
        response.EnsureSuccessStatusCode();
        return client;
    }

    public Task<HttpClient> ApplicantAsync() => SignedInAsync("li.applicant");

    public Task<HttpClient> ExpertAsync() => SignedInAsync("wang.expert");

    public Task<HttpClient> CoordinatorAsync() => SignedInAsync("zhao.coordinator");

    public Task<HttpClient> AdministratorAsync() => SignedInAsync("admin");

    public Task<HubTerminal> ConnectAsync(string? token) => HubTerminal.ConnectAsync(Address, token);

    /// <summary>The relay says that media of these terminals flows both ways.</summary>
    public void ReportMedia(params ReadOnlySpan<SeatedTerminal> seats)
    {
        foreach (var seat in seats)
        {
            Relay.ReportMedia(seat.Group, new TerminalId(seat.Id), sends: true, receives: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Data, recursive: true);
    }

    /// <summary>A start that was refused left none to stop.</summary>
    private async Task StopAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            await _server.DisposeAsync();
        }
    }

    /// <summary>Signs in once for all clients: sign-ins are limited, and hashing a password takes its time.</summary>
    private async Task<HttpClient> SignedInAsync(string userName)
    {
        var client = Anonymous();
        if (!_cookies.TryGetValue(userName, out var cookie))
        {
            var response = await client.PostAsJsonAsync("/api/session", new SignInRequest(userName, DemoAccounts.Password));
            response.EnsureSuccessStatusCode();
            _cookies[userName] = cookie = response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        }

        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return client;
    }

    private async Task StartAgainAsync(bool? demo = null)
    {
        var options = new ServerOptions { HttpPort = 0, RelayPort = 0, Data = Data, Demo = demo ?? _demo, Web = _web, Postgres = _postgres, Dashboard = _dashboard };
        _configure?.Invoke(options);
        _server = await ServerHost.StartAsync(options, services =>
        {
            services.RemoveAll<TimeProvider>();
            services.AddSingleton<TimeProvider>(Clock);
            services.Select(service => service.ImplementationInstance).OfType<ClusterSettings>().Single().GroupClock = Clock;
            services.RemoveAll<IRelays>();
            services.AddSingleton<IRelays>(new FakeRelays(Relay));
            services.AddSingleton<ILoggerProvider>(Log);
            if (_postgres is null)
            {
                services.RemoveAll<IGroupStore>();
                services.AddSingleton<IGroupStore>(s => new WatchedGroupStore(
                    new MeasuredGroupStore(new SqliteGroupStore(s.GetRequiredService<SqliteDatabase>()), s.GetRequiredService<StoreMetrics>(), s.GetRequiredService<StoreWrites>())));
            }

            services.RemoveAll<SqliteOptions>();
            services.AddSingleton(new SqliteOptions { Path = Path.Combine(Data, "consult.db"), BusyTimeout = TimeSpan.FromMilliseconds(200) });
        });
        _isStopped = false;
    }
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Network;
using ConsultCluster.Testing.Postgres;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Two whole servers of one cluster in this process, on PostgreSQL, each with a relay.</summary>
internal sealed class TwoServers : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PostgresServer _postgres;
    private readonly List<StartedServer> _servers = [];

    private TwoServers(PostgresServer postgres) => _postgres = postgres;

    public StartedServer First => _servers[0];

    public StartedServer Second => _servers[1];

    public static async Task<TwoServers> StartAsync()
    {
        var cluster = new TwoServers(await PostgresServer.StartAsync());
        try
        {
            var connection = cluster._postgres.ConnectionString(await cluster._postgres.CreateDatabaseAsync());
            foreach (var name in new[] { "one", "two" })
            {
                cluster._servers.Add(await ServerHost.StartAsync(Settings.Load(
                [
                    "--cluster", "rights", "--postgres", connection, "--data", cluster._folder.Path, "--node", name, "--demo", "--relays", "1",
                    "--http-port", $"{FreePorts.Tcp()}", "--silo-port", $"{FreePorts.Tcp()}", "--gateway-port", $"{FreePorts.Tcp()}", "--relay-port", $"{FreePorts.Udp(1)}",
                ])));
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of the server with the session of whoever signs in.</summary>
    public static async Task<HttpClient> SignInAsync(StartedServer server, string userName)
    {
        var client = new HttpClient { BaseAddress = server.Address };
        (await client.PostAsJsonAsync("/api/session", new SignInRequest(userName, DemoAccounts.Password))).EnsureSuccessStatusCode();
        return client;
    }

    /// <summary>A client of the server with a token.</summary>
    public static HttpClient Bearer(StartedServer server, IssuedTokenDto token)
    {
        var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        Npgsql.NpgsqlConnection.ClearAllPools();
        await _postgres.DisposeAsync();
        _folder.Dispose();
    }
}

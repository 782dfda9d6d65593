using System.Net;
using System.Net.Sockets;
using ConsultCluster.Cluster.Groups;
using ConsultCluster.Cluster.Hosting.Tls;
using ConsultCluster.Testing.Groups;

namespace ConsultCluster.Cluster.Tests.Killed;

/// <summary>Who reaches a silo's ports. That silos and gateways of one secret work together is what every test of <see cref="PostgresCluster"/> needs.</summary>
public sealed class SiloTlsTests(SiloTlsTests.TwoSilos silos) : IClassFixture<SiloTlsTests.TwoSilos>
{
    /// <summary>TLS record type 21.</summary>
    private const byte Alert = 21;

    /// <summary>Record header, level and description (RFC 8446 §5.1, §6).</summary>
    private const int AlertBytes = 7;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private readonly PostgresCluster _cluster = silos.Cluster;

    [Fact]
    public async Task Connect_RawSocket_GetsNothingFromEitherPort()
    {
        var silo = _cluster.Processes[0];

        // A preamble as Orleans sends it without TLS: length, then a frame; and nonsense.
        foreach (var sent in new byte[][] { [8, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8], [.. Enumerable.Repeat((byte)'A', 4096)] })
        {
            AssertRefused(await AskAsync(silo.SiloPort, sent));
            AssertRefused(await AskAsync(silo.GatewayPort, sent));
        }

        // Whoever says nothing is hung up on.
        AssertRefused(await AskAsync(silo.SiloPort, []));
        AssertRefused(await AskAsync(silo.GatewayPort, []));
    }

    [Fact]
    public async Task Connect_ClientWithTheSecret_Works()
    {
        await using var client = RogueClient.Create(_cluster.Connection, SecretClient(ClusterProcess.Secret));

        await client.StartAsync().WaitAsync(Deadline);

        var answer = await client.Grains.GetGrain<IConsultationGroupGrain>(Scene.Id.Value).RequestAsync(Scene.Request(), Scene.Applicant);
        Assert.True(answer.Read().Succeeded);
    }

    [Fact]
    public Task Connect_ClientWithoutTls_IsRefused() => AssertRefusedAsync(_ => { });

    [Fact]
    public Task Connect_ClientWithoutCertificate_IsRefused() => AssertRefusedAsync(client => client.UseTls(options => options.AllowAnyRemoteCertificate()));

    [Fact]
    public Task Connect_ClientOfAnotherSecret_IsRefused() =>
        AssertRefusedAsync(client => client.UseTls(options =>
        {
            options.LocalCertificate = new SecretIdentity(new byte[32], "consultcluster", TimeProvider.System).Current();
            options.AllowAnyRemoteCertificate();
        }));

    [Fact]
    public Task Connect_ClientThatDoesNotBelieveTheSilo_HangsUp() => AssertRefusedAsync(SecretClient(new byte[32]));

    private static Action<IClientBuilder> SecretClient(byte[] secret) =>
        client => SiloTls.Use(client, new SecretIdentity(secret, "consultcluster", TimeProvider.System));

    private static void AssertRefused(byte[] received) =>
        Assert.True(received.Length == 0 || (received.Length <= AlertBytes && received[0] == Alert), Convert.ToHexString(received));

    private async Task AssertRefusedAsync(Action<IClientBuilder> tls)
    {
        await using var client = RogueClient.Create(_cluster.Connection, tls);

        var starting = client.StartAsync();
        await client.RefusedAsync(times: 3).WaitAsync(Deadline);

        Assert.False(starting.IsCompletedSuccessfully);
        await _cluster.Groups.Get(Scene.Id).RequestAsync(Scene.Request(), Scene.Applicant).Value();
    }

    /// <summary>All that comes until the silo hangs up.</summary>
    private static async Task<byte[]> AskAsync(int port, byte[] sent)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
        await socket.SendAsync(sent, deadline.Token);
        var received = new List<byte>();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, deadline.Token) is > 0 and var count)
            {
                received.AddRange(buffer.AsSpan(0, count));
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset)
        {
            // Closed before it had read everything.
        }

        return [.. received];
    }

    /// <summary>One cluster for all of these tests.</summary>
    public sealed class TwoSilos : IAsyncLifetime
    {
        internal PostgresCluster Cluster { get; private set; } = null!;

        public async Task InitializeAsync() => Cluster = await PostgresCluster.StartAsync(2);

        public async Task DisposeAsync() => await Cluster.DisposeAsync();
    }
}

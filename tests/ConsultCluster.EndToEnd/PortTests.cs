using System.Net;
using System.Net.Sockets;
using ConsultCluster.EndToEnd.Harness;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.EndToEnd;

/// <summary>Which TCP ports a server opens: what a firewall has to know, and nothing that nobody asked for.</summary>
public sealed class PortTests
{
    /// <summary>The engine is in the process, and listens nowhere.</summary>
    [Fact]
    public async Task ServerByItself_TcpPorts_AreHttpAlone()
    {
        await using var server = await ServerProcess.StartDemoAsync();

        Assert.Equal([server.HttpPort], ListeningPorts.Of(server.ProcessId));
    }

    [Fact]
    public async Task ServerByItself_WithHttpsMetricsAndDashboard_OpensThosePortsAndNoOther()
    {
        var metrics = FreePorts.Tcp();
        await using var server = await ServerProcess.StartDemoAsync(https: true, "--metrics-port", $"{metrics}", "--dashboard");

        Assert.Equal(new[] { server.HttpPort, server.HttpsPort!.Value, metrics }.Order(), ListeningPorts.Of(server.ProcessId));
    }

    /// <summary>What all these tests read by: only this process's sockets, and all of them.</summary>
    [Fact]
    public void Reading_ThisProcess_FindsWhatItOpens()
    {
        var before = ListeningPorts.Of(Environment.ProcessId);
        using var four = new TcpListener(IPAddress.Loopback, 0);
        using var six = new TcpListener(IPAddress.IPv6Loopback, 0);
        four.Start();
        six.Start();
        int[] opened = [((IPEndPoint)four.LocalEndpoint).Port, ((IPEndPoint)six.LocalEndpoint).Port];

        Assert.All(opened, port => Assert.Contains(port, ListeningPorts.Of(Environment.ProcessId)));
        Assert.All(opened, port => Assert.DoesNotContain(port, before));
        using var other = System.Diagnostics.Process.Start("sleep", "60");
        Assert.Empty(ListeningPorts.Of(other.Id));
        other.Kill();
    }
}

using ConsultCluster.Relay;
using ConsultCluster.Relay.Remote.Agent;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Relay.Remote.Keys;

namespace ConsultCluster.RelayNode;

/// <summary>A relay node that has joined.</summary>
/// <param name="app">The host.</param>
public sealed class StartedNode(WebApplication app) : IAsyncDisposable
{
    /// <summary>Services, for tests.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Its name in the cluster.</summary>
    public string Name => app.Services.GetRequiredService<RelayDirectory>().Home.Node;

    /// <summary>UDP ports of its relays.</summary>
    public IReadOnlyList<int> RelayPorts => app.Services.GetRequiredService<RelayDirectory>().Ports;

    /// <summary>Address of the health endpoint, such as <c>http://127.0.0.1:40123</c>.</summary>
    public Uri Address => new(app.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));

    /// <summary>True while a control process directs it.</summary>
    public bool IsJoined => app.Services.GetRequiredService<NodeAgent>().IsJoined;

    /// <summary>Prints name, key, ports and the <c>ready</c> line, which scripts wait for: the node has joined.</summary>
    public void Print(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"node {Name}");
        writer.WriteLine($"key {app.Services.GetRequiredService<IdentityFolder>().Key.Id}");
        writer.WriteLine($"relays {RelayPorts.Count} on UDP {PortList.Format(RelayPorts)}");
        writer.WriteLine($"ready {Address.GetLeftPart(UriPartial.Authority)}");
        writer.Flush();
    }

    /// <summary>Returns when the node was asked to stop, has drained and has stopped.</summary>
    public Task WaitForStopAsync() => app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

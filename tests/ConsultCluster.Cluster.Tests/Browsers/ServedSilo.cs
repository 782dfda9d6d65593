using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.Cluster.Tests.Browsers;

/// <summary>A whole server that is a silo: web app, signalling, groups and one relay.</summary>
/// <param name="Name">Of its node, and so the beginning of its relay's.</param>
/// <param name="Region">The label of where it is.</param>
/// <param name="SiloPort">Its TCP port for the other silos.</param>
/// <param name="Server">The process.</param>
internal sealed record ServedSilo(string Name, string Region, int SiloPort, ServerProcess Server)
{
    /// <summary>The UDP port of its relay.</summary>
    public int RelayPort => Server.RelayPorts.Single();

    /// <summary>Whether it has the relay of that id, which begins with its name.</summary>
    public bool Carries(string relayId) => relayId.StartsWith($"{Name}-", StringComparison.Ordinal);
}

using ConsultCluster.Relay.Remote.Control;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Tests.Harness;

/// <summary>The first steps of most fake control processes.</summary>
internal static class FakeControlSteps
{
    /// <summary>Proves the key, receives the announcement and lists the node; null when the handshake failed.</summary>
    public static async Task<Announce?> WelcomeAsync(this NodeLink link, NodeKey key)
    {
        if (await new ControlHandshake(key, new OwnCertificate()).RunAsync(link, CancellationToken.None) is not null
            || (await link.ReadAsync()).Message is not Announce announce
            || (await link.ReadAsync()).Message is not HeldSessions { IsLast: true })
        {
            return null;
        }

        link.TrySend(new Joined());
        return announce;
    }
}

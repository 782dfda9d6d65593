using ConsultCluster.Relay.Remote.Control;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Tests.Harness;

/// <summary>The steps that most fake control processes begin with.</summary>
internal static class FakeControlSteps
{
    /// <summary>Proves the key, hears the node out and lists it; null when it did not get so far.</summary>
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

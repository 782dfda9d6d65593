using System.Net;
using System.Security.Cryptography;
using ConsultCluster.Relay.Remote.Control;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Relay.Remote.Keys;
using ConsultCluster.Relay.Remote.Messages;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Relay.Remote.Tests.Harness;

/// <summary>The first steps of most fake control processes.</summary>
internal static class FakeControlSteps
{
    /// <summary>What the servers of a cluster share, made of one word.</summary>
    public static ServerSecrets Secrets(string word = "control") =>
        new(NodeKey.Of(SHA256.HashData([.. "mesh "u8, .. System.Text.Encoding.UTF8.GetBytes(word)])), IdentityKey.Of(SHA256.HashData([.. "cluster "u8, .. System.Text.Encoding.UTF8.GetBytes(word)])));

    /// <summary>Enrols the node with the key, receives the announcement and lists the node; null when the handshake failed.</summary>
    public static async Task<Announce?> WelcomeAsync(this NodeLink link, NodeKey key, ServerSecrets? secrets = null)
    {
        using var register = new NodeRegister(new BookInMemory(), new NodeAdmission(), TimeProvider.System, NullLogger<NodeRegister>.Instance);
        var handshake = new ControlHandshake(secrets ?? Secrets(), new OwnCertificate(), register, new NodeOptions { Name = "control" }, new NodeKeySource(key, null));
        var (refused, _) = await handshake.RunAsync(link, IPAddress.Loopback, TimeProvider.System, () => { }, CancellationToken.None);
        if (refused is not null
            || (await link.ReadAsync()).Message is not Announce announce
            || (await link.ReadAsync()).Message is not HeldSessions { IsLast: true })
        {
            return null;
        }

        link.TrySend(new Joined());
        return announce;
    }
}

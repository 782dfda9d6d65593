using ConsultCluster.Contracts.Nodes;

namespace ConsultCluster.Server.Nodes.Control;

/// <summary>The control process's half of the handshake: after it both ends have proved the key.</summary>
internal sealed class NodeGreeting(NodeKey key, OwnCertificate certificate)
{
    /// <summary>Null when the node may go on.</summary>
    public async Task<Refused?> GreetAsync(NodeLink link, CancellationToken stop)
    {
        var first = await link.ReadAsync(stop);
        if (first.Message is not Hello hello || !NodeKey.IsNonce(hello.Nonce))
        {
            return first.Fault ?? NotNow();
        }

        if (hello.Protocol != NodeProtocol.Version)
        {
            return WrongVersion(hello.Protocol);
        }

        var nonce = NodeKey.NewNonce();
        link.TrySend(new Challenge(nonce));
        var second = await link.ReadAsync(stop);
        if (second.Message is not Proof proof)
        {
            return second.Fault ?? NotNow();
        }

        if (proof.Certificate is { } seen && !string.Equals(seen, certificate.Hash, StringComparison.Ordinal))
        {
            return new Refused(
                NodeRefusals.WrongCertificate,
                "The certificate that the node saw is not this process's. When a proxy ends TLS between them, give it a certificate of an "
                + "authority that the node trusts, or let the node join past it; otherwise somebody is listening in.");
        }

        if (!key.IsProofOfNode(proof.Mac, hello.Nonce, nonce, proof.Certificate))
        {
            return new Refused(NodeRefusals.WrongKey, "The node's key is not this cluster's. Give it the key of the control process: CONSULTCLUSTER_NODE_KEY there, or node.key in its data folder.");
        }

        link.TrySend(new Welcome(key.ProveAsControl(hello.Nonce, nonce, proof.Certificate)));
        link.MaxMessageBytes = NodeProtocol.MaxMessageBytes;
        return null;
    }

    private static Refused WrongVersion(int protocol) => protocol < NodeProtocol.Version
        ? new Refused(NodeRefusals.VersionOld, $"The node speaks protocol {protocol}, this process {NodeProtocol.Version}. Update the node.")
        : new Refused(NodeRefusals.VersionNew, $"The node speaks protocol {protocol}, this process {NodeProtocol.Version}. Update the control process first.");

    private static Refused NotNow() => new(NodeRefusals.Malformed, "The handshake was not finished. Both ends must be ConsultCluster of the same version.");
}

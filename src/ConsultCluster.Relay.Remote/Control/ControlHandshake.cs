using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>The control process's side of the handshake. Afterwards both ends have proved the key.</summary>
internal sealed class ControlHandshake(NodeKey key, OwnCertificate certificate)
{
    /// <summary>Runs it; null when the node has proved the key.</summary>
    public async Task<Refused?> RunAsync(NodeLink link, CancellationToken stop)
    {
        var first = await link.ReadAsync(stop);
        if (first.Message is not Hello hello || !NodeKey.IsNonce(hello.Nonce))
        {
            return first.Fault ?? Incomplete();
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
            return second.Fault ?? Incomplete();
        }

        if (proof.Certificate is { } seen && !string.Equals(seen, certificate.Hash, StringComparison.Ordinal))
        {
            return new Refused(
                NodeRefusals.WrongCertificate,
                "The certificate that the node saw is not this process's. When a proxy ends TLS between them, give it a certificate of an "
                + "authority that the node trusts, or let the node join past it; otherwise a man in the middle is listening.");
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

    private static Refused Incomplete() => new(NodeRefusals.Malformed, "The handshake was not completed. Both ends must be ConsultCluster of the same version.");
}

using System.Collections.Immutable;
using System.Net;
using ConsultCluster.Domain.Nodes;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>The control process's side of the handshake. Afterwards both ends have proved themselves.</summary>
/// <param name="joinKey">The node key with which nodes may enrol themselves; null for none.</param>
/// <param name="own">This process's name is nobody else's.</param>
/// <param name="silos">Nor are the names of the other servers; null in one by itself.</param>
internal sealed class ControlHandshake(
    ServerSecrets secrets, OwnCertificate certificate, NodeRegister register, NodeOptions own, NodeKeySource? joinKey = null, ISilos? silos = null)
{
    private const string CodeKind = "code";
    private const string KeyKind = "key";

    /// <summary>Runs it; a refusal, or who the other end is.</summary>
    /// <param name="spoke">Called when the first message is a node's.</param>
    public async Task<(Refused? Refused, ProvenPeer? Peer)> RunAsync(NodeLink link, IPAddress address, TimeProvider clock, Action spoke, CancellationToken stop)
    {
        LinkRead first;
        using (var limit = new CancellationTokenSource(NodeTimings.FirstMessage, clock))
        using (var stopping = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop))
        {
            first = await link.ReadAsync(stopping.Token);
        }

        if (first.Message is not Hello hello || !NodeKey.IsNonce(hello.Nonce))
        {
            return (first.Fault ?? Incomplete(), null);
        }

        if (hello.Protocol != NodeProtocol.Version)
        {
            return (WrongVersion(hello.Protocol), null);
        }

        spoke();
        var nonce = NodeKey.NewNonce();
        link.TrySend(new Challenge(nonce, secrets.Cluster.PublicKey));
        var second = await link.ReadAsync(stop);
        var (refused, peer, welcome) = second.Message switch
        {
            ServerProof proof => CheckServer(proof, hello.Nonce, nonce),
            Proof proof => await CheckNodeAsync(proof, hello.Nonce, nonce, address),
            _ => (second.Fault ?? Incomplete(), null, null),
        };
        if (welcome is not null)
        {
            link.TrySend(welcome);
            link.MaxMessageBytes = NodeProtocol.MaxMessageBytes;
        }

        return (refused, peer);
    }

    private (Refused? Refused, ProvenPeer? Peer, Welcome? Welcome) CheckServer(ServerProof proof, string nodeNonce, string nonce)
    {
        if (IsWrong(proof.Certificate))
        {
            return (WrongCertificate, null, null);
        }

        var said = Transcript.OfServers(nodeNonce, nonce, proof.Certificate, secrets.Cluster.PublicKey);
        return secrets.Mesh.IsProof(proof.Mac, said.OfServer)
            ? (null, ProvenPeer.Server, new Welcome(secrets.Cluster.Sign(said.OfControl), secrets.Mesh.Prove(said.OfServerAnswer)))
            : (new Refused(NodeRefusals.WrongKey, "The server's data.key is not this cluster's. All servers of a cluster need the same data.key in their data folders."), null, null);
    }

    private async Task<(Refused? Refused, ProvenPeer? Peer, Welcome? Welcome)> CheckNodeAsync(Proof proof, string nodeNonce, string nonce, IPAddress address)
    {
        if (IsWrong(proof.Certificate))
        {
            return (WrongCertificate, null, null);
        }

        if (IdentityKey.ReadPublicKey(proof.Key) is not { } key || Fingerprints(proof) is not { } fingerprints)
        {
            return (Incomplete(), null, null);
        }

        var said = new Transcript(nodeNonce, nonce, proof.Certificate, secrets.Cluster.PublicKey, proof.Node, proof.Instance, proof.Key, proof.Relays);
        if (!IdentityKey.IsSigned(key, said.OfNode, proof.Signature))
        {
            return (new Refused(NodeRefusals.WrongKey, "The node could not prove its own key."), null, null);
        }

        if (IsReserved(proof.Node))
        {
            return (new Refused(NodeRefusals.NameTaken, $"A server of the cluster is called {proof.Node}. Choose another name with --node."), null, null);
        }

        try
        {
            var keyId = IdentityKey.IdOf(key);
            var (voucher, codeId, via) = await CheckVoucherAsync(proof.Voucher, said);
            if (proof.Voucher is not null && voucher is null && register.Book.Find(keyId) is not { State: EnrolmentState.Enrolled })
            {
                return (WrongVoucher(proof.Voucher.Kind), null, null);
            }

            var request = new NodeRequest(
                keyId, proof.Node, ImmutableArray.Create(key), fingerprints, proof.Instance, address.ToString(), CallerNetwork.Of(address), via, codeId);
            var answer = await register.AskAsync(request);
            return answer == EnrolmentAnswer.Done
                ? (null, new ProvenPeer(keyId, proof.Node, proof.Instance, fingerprints), new Welcome(secrets.Cluster.Sign(said.OfControl), voucher?.Prove(said.OfVoucherAnswer)))
                : (NodeAnswers.Of(answer, proof.Node, keyId), null, null);
        }
        catch (StorageUnavailableException)
        {
            return (new Refused(NodeRefusals.Full, "The node cannot be enrolled while the database does not serve. It tries again by itself."), null, null);
        }
    }

    /// <summary>The secret of a voucher that is proved; null for none or a wrong one.</summary>
    private async Task<(NodeKey? Secret, string? CodeId, string Via)> CheckVoucherAsync(Voucher? voucher, Transcript said)
    {
        switch (voucher?.Kind)
        {
            case KeyKind when joinKey is not null && voucher.Id == joinKey.Key.Id && joinKey.Key.IsProof(voucher.Mac, said.OfVoucher):
                return (joinKey.Key, null, joinKey.Via);
            case CodeKind when await register.FindCodeAsync(voucher.Id) is { } code && NodeKey.Of(code.Verifier.AsSpan()) is var secret && secret.IsProof(voucher.Mac, said.OfVoucher):
                return (secret, code.Id, Enrolment.ViaCode);
            default:
                return (null, null, string.Empty);
        }
    }

    private bool IsWrong(string? seen) => seen is not null && !string.Equals(seen, certificate.Hash, StringComparison.Ordinal);

    private bool IsReserved(string node) =>
        string.Equals(node, NodeRelays.NodeName(own), StringComparison.Ordinal)
        || (silos?.Live.Any(silo => string.Equals(silo.Name, node, StringComparison.Ordinal)) ?? false);

    /// <summary>The certificates by relay; null for names that are none, or that could be another node's.</summary>
    private static ImmutableSortedDictionary<string, string>? Fingerprints(Proof proof)
    {
        if (!NodeAnnouncement.IsName(proof.Node) || !NodeAnnouncement.IsInstance(proof.Instance) || proof.Relays.Count is 0 or > NodeProtocol.MaxRelays)
        {
            return null;
        }

        var fingerprints = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var relay in proof.Relays)
        {
            if (relay is null || !NodeAnnouncement.IsRelayOf(proof.Node, relay.RelayId) || !NodeKey.IsNonce(relay.Fingerprint) || !fingerprints.TryAdd(relay.RelayId, relay.Fingerprint))
            {
                return null;
            }
        }

        return fingerprints.ToImmutable();
    }

    private static Refused WrongCertificate { get; } = new(
        NodeRefusals.WrongCertificate,
        "The certificate that the node saw is not this process's. When a proxy ends TLS between them, give it a certificate of an "
        + "authority that the node trusts, or let the node join past it; otherwise a man in the middle is listening.");

    private static Refused WrongVoucher(string kind) => string.Equals(kind, CodeKind, StringComparison.Ordinal)
        ? new Refused(NodeRefusals.WrongKey, "The join code is wrong, expired or used. Create another one on the cluster page.")
        : new Refused(NodeRefusals.WrongKey, "The node's key is not this cluster's. Give it the key of the control process: CONSULTCLUSTER_NODE_KEY there, or node.key in its data folder. Or let it join with a code of the cluster page.");

    private static Refused WrongVersion(int protocol) => protocol < NodeProtocol.Version
        ? new Refused(NodeRefusals.VersionOld, $"The node speaks protocol {protocol}, this process {NodeProtocol.Version}. Update the node.")
        : new Refused(NodeRefusals.VersionNew, $"The node speaks protocol {protocol}, this process {NodeProtocol.Version}. Update the control process first.");

    private static Refused Incomplete() => new(NodeRefusals.Malformed, "The handshake was not completed. Both ends must be ConsultCluster of the same version.");
}

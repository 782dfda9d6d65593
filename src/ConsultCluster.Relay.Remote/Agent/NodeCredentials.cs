using System.Buffers.Text;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Agent;

/// <summary>How a process proves itself to control processes: a server by what all servers share, a relay node by its own key.</summary>
public sealed class NodeCredentials
{
    private readonly IdentityFolder? _folder;
    private readonly JoinCodeText? _code;
    private readonly NodeKey? _joinKey;
    private readonly ServerSecrets? _secrets;

    private NodeCredentials(ServerSecrets? secrets, IdentityFolder? folder, JoinCodeText? code, NodeKey? joinKey) =>
        (_secrets, _folder, _code, _joinKey) = (secrets, folder, code, joinKey);

    /// <summary>Of a server of the cluster.</summary>
    public static NodeCredentials OfServer(ServerSecrets secrets) => new(secrets, null, null, null);

    /// <summary>Of a relay node.</summary>
    /// <param name="code">Enrols it, once.</param>
    /// <param name="joinKey">The node key, which enrols it where there is no code.</param>
    public static NodeCredentials OfNode(IdentityFolder folder, JoinCodeText? code, NodeKey? joinKey) => new(null, folder, code, joinKey);

    private NodeKey? VoucherKey => _code?.Key ?? _joinKey;

    /// <summary>The proof to send.</summary>
    internal NodeMessage Prove(Transcript said) => _secrets is { } secrets
        ? new ServerProof(secrets.Mesh.Prove(said.OfServer), said.Certificate)
        : new Proof(said.Node, said.Instance, said.Key, said.Relays, _folder!.Key.Sign(said.OfNode), said.Certificate, VoucherOf(said));

    /// <summary>What this end says of itself.</summary>
    internal Transcript Transcript(string nodeNonce, Challenge challenge, string? certificate, NodeIdentity self) => _secrets is not null
        ? Keys.Transcript.OfServers(nodeNonce, challenge.Nonce, certificate, challenge.Key)
        : new(nodeNonce, challenge.Nonce, certificate, challenge.Key, self.Directory.Home.Node, self.Instance, _folder!.Key.PublicKey, Certificates(self));

    /// <summary>Null when the control process has proved itself; a relay node remembers its cluster then.</summary>
    internal Refused? Check(Welcome welcome, Transcript said)
    {
        if (_secrets is { } secrets)
        {
            return secrets.Mesh.IsProof(welcome.Mac, said.OfServerAnswer) ? null : Stranger("is no server of this cluster: its data.key is another one");
        }

        if (IdentityKey.ReadPublicKey(said.ControlKey) is not { } key || !IdentityKey.IsSigned(key, said.OfControl, welcome.Signature))
        {
            return Stranger("could not prove its key: it is not a control process of this cluster");
        }

        if (_folder!.Cluster is { } cluster)
        {
            return string.Equals(cluster, said.ControlKey, StringComparison.Ordinal)
                ? null
                : Stranger($"belongs to another cluster than the one that this node joined before. If that is intended, start it with another --identity folder than {_folder.Path}; else it is not a control process of this cluster");
        }

        // The first time: who knows the code or key that the operator gave is the cluster. Without one, an administrator's approval is all there is.
        if (VoucherKey is { } voucher && !voucher.IsProof(welcome.Mac, said.OfVoucherAnswer))
        {
            return Stranger("does not know the code or key: it is not a control process of this cluster");
        }

        _folder.Trust(said.ControlKey);
        return null;
    }

    private static Refused Stranger(string what) => new(NodeRefusals.WrongKey, $"The server at that address {what}. Check --join.");

    private static RelayCertificate[] Certificates(NodeIdentity self) =>
        [.. self.Directory.Own.Select(relay => new RelayCertificate(relay.Id.Value, Base64Url.EncodeToString(relay.Fingerprint)))];

    private Voucher? VoucherOf(Transcript said) => _code is { } code ? new Voucher("code", code.Id, code.Key.Prove(said.OfVoucher))
        : _joinKey is { } key ? new Voucher("key", key.Id, key.Prove(said.OfVoucher))
        : null;
}

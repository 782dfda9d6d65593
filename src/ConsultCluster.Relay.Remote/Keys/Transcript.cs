using System.Globalization;
using System.Text;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Keys;

/// <summary>What both ends of a handshake have said. Every proof is over all of it, so none fits another link, node or relay.</summary>
/// <param name="Certificate">SHA-256 of the certificate that the node saw, base64url; null without.</param>
/// <param name="ControlKey">The cluster's public key.</param>
/// <param name="Node">Name of the relay node; empty for a server.</param>
/// <param name="Instance">Of the relay node; empty for a server.</param>
/// <param name="Key">Public key of the relay node; empty for a server.</param>
/// <param name="Relays">Of the relay node; empty for a server.</param>
internal sealed record Transcript(
    string NodeNonce, string ControlNonce, string? Certificate, string ControlKey, string Node, string Instance, string Key, IReadOnlyList<RelayCertificate> Relays)
{
    /// <summary>A relay node's signature.</summary>
    public byte[] OfNode => Text("node");

    /// <summary>The cluster's signature.</summary>
    public byte[] OfControl => Text("control");

    /// <summary>The relay node's proof of its voucher.</summary>
    public byte[] OfVoucher => Text("voucher");

    /// <summary>The control process's proof of the same voucher.</summary>
    public byte[] OfVoucherAnswer => Text("voucher-answer");

    /// <summary>A server's proof of the servers' secret.</summary>
    public byte[] OfServer => Text("server");

    /// <summary>The other server's proof of the same secret.</summary>
    public byte[] OfServerAnswer => Text("server-answer");

    /// <summary>Of a link between servers.</summary>
    public static Transcript OfServers(string nodeNonce, string controlNonce, string? certificate, string controlKey) =>
        new(nodeNonce, controlNonce, certificate, controlKey, string.Empty, string.Empty, string.Empty, []);

    /// <summary>Lines; none of the values can contain a line feed, because both ends check their alphabets first.</summary>
    private byte[] Text(string side) => Encoding.UTF8.GetBytes(string.Join('\n',
    [
        "consultcluster-node-link", NodeProtocol.Version.ToString(CultureInfo.InvariantCulture), side, NodeNonce, ControlNonce, Certificate ?? "-", ControlKey, Node, Instance, Key,
        .. Relays.Select(relay => $"{relay.RelayId} {relay.Fingerprint}"),
    ]));
}

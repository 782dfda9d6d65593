using System.Net.Security;
using System.Net.WebSockets;
using ConsultCluster.Contracts.Nodes;

namespace ConsultCluster.Server.Nodes.Agent;

/// <summary>The node's half of the handshake: after it both ends have proved the key.</summary>
internal sealed class NodeIntroduction(NodeKey key, TimeProvider clock)
{
    /// <summary>Connects and proves.</summary>
    public async Task<JoinAttempt> ConnectAsync(Uri control, CancellationToken stop)
    {
        string? certificate = null;
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        socket.Options.RemoteCertificateValidationCallback = (_, seen, _, errors) =>
        {
            // A certificate that no authority vouches for is as good as any, as long as the other end proves that it is its own.
            certificate = errors == SslPolicyErrors.None || seen is null ? null : OwnCertificate.HashOf(seen);
            return seen is not null;
        };

        NodeLink? link = null;
        using var limit = new CancellationTokenSource(NodeTimes.Handshake, clock);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            await socket.ConnectAsync(Address(control), stopping.Token);
            link = new NodeLink(socket, clock);
            var (refused, why) = await ProveAsync(link, certificate, stopping.Token);
            if (refused is null && why is null)
            {
                return new JoinAttempt(link, null, null);
            }

            await link.CloseAsync();
            await link.DisposeAsync();
            return new JoinAttempt(null, refused, why);
        }
        catch (Exception e) when (e is WebSocketException or HttpRequestException or OperationCanceledException or IOException)
        {
            socket.Dispose();
            return new JoinAttempt(null, null, e is OperationCanceledException ? "It did not answer in time." : (e.InnerException ?? e).Message);
        }
    }

    private static Uri Address(Uri control) => new UriBuilder(control)
    {
        Scheme = control.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
        Path = control.AbsolutePath.TrimEnd('/') + NodeProtocol.Path,
    }.Uri;

    private async Task<(Refused? Refused, string? Why)> ProveAsync(NodeLink link, string? certificate, CancellationToken stop)
    {
        var nonce = NodeKey.NewNonce();
        link.TrySend(new Hello(NodeProtocol.Version, nonce));
        var first = await link.ReadAsync(stop);
        if (first.Message is not Challenge challenge || !NodeKey.IsNonce(challenge.Nonce))
        {
            return Failed(first);
        }

        link.TrySend(new Proof(key.ProveAsNode(nonce, challenge.Nonce, certificate), certificate));
        var second = await link.ReadAsync(stop);
        if (second.Message is not Welcome welcome)
        {
            return Failed(second);
        }

        if (!key.IsProofOfControl(welcome.Mac, nonce, challenge.Nonce, certificate))
        {
            return (new Refused(NodeRefusals.WrongKey, "What answers there does not know the key: it is no control process of this cluster. Look at --join."), null);
        }

        link.MaxMessageBytes = NodeProtocol.MaxMessageBytes;
        return (null, null);
    }

    private static (Refused? Refused, string? Why) Failed(LinkRead read) => read switch
    {
        { Message: Refused refused } => (refused, null),
        { Fault: { } fault } => (fault, null),
        { Message: not null } => (new Refused(NodeRefusals.Malformed, "What answers there speaks another protocol. Both ends must be ConsultCluster of the same version."), null),
        _ => (null, "The link ended in the handshake."),
    };
}

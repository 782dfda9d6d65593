using System.Net.Security;
using System.Net.WebSockets;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Agent;

/// <summary>The node's side of the handshake. Afterwards both ends have proved themselves.</summary>
internal sealed class NodeHandshake(NodeCredentials credentials, NodeIdentity self, TimeProvider clock)
{
    /// <summary>Connects and runs the handshake.</summary>
    public async Task<JoinAttempt> ConnectAsync(Uri control, CancellationToken stop)
    {
        string? certificate = null;
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        socket.Options.RemoteCertificateValidationCallback = (_, seen, _, errors) =>
        {
            // A certificate without a trusted authority is accepted: the proof binds the connection to it.
            certificate = errors == SslPolicyErrors.None || seen is null ? null : OwnCertificate.HashOf(seen);
            return seen is not null;
        };

        NodeLink? link = null;
        using var limit = new CancellationTokenSource(NodeTimings.Handshake, clock);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            await socket.ConnectAsync(Address(control), stopping.Token);
            link = new NodeLink(socket, clock);
            var (refused, failure) = await ProveAsync(link, certificate, stopping.Token);
            if (refused is null && failure is null)
            {
                return new JoinAttempt(link, null, null);
            }

            await link.CloseAsync();
            await link.DisposeAsync();
            return new JoinAttempt(null, refused, failure);
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

    private async Task<(Refused? Refused, string? Failure)> ProveAsync(NodeLink link, string? certificate, CancellationToken stop)
    {
        var nonce = NodeKey.NewNonce();
        link.TrySend(new Hello(NodeProtocol.Version, nonce));
        var first = await link.ReadAsync(stop);
        if (first.Message is not Challenge challenge || !NodeKey.IsNonce(challenge.Nonce))
        {
            return Failed(first);
        }

        var said = credentials.Transcript(nonce, challenge, certificate, self);
        link.TrySend(credentials.Prove(said));
        var second = await link.ReadAsync(stop);
        if (second.Message is not Welcome welcome)
        {
            return Failed(second);
        }

        if (credentials.Check(welcome, said) is { } stranger)
        {
            return (stranger, null);
        }

        link.MaxMessageBytes = NodeProtocol.MaxMessageBytes;
        return (null, null);
    }

    private static (Refused? Refused, string? Failure) Failed(LinkRead read) => read switch
    {
        { Message: Refused refused } => (refused, null),
        { Fault: { } fault } => (fault, null),
        { Message: not null } => (new Refused(NodeRefusals.Malformed, "The server at that address speaks another protocol. Both ends must be ConsultCluster of the same version."), null),
        _ => (null, "The link ended during the handshake."),
    };
}

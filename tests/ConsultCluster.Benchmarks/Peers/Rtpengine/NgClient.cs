using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ConsultCluster.Benchmarks.Peers.Rtpengine;

/// <summary>
/// Speaks rtpengine's ng protocol: a cookie, a space and a bencoded dictionary in a datagram each way. The server remembers cookies, so
/// that a question asked again is not done twice.
/// </summary>
internal sealed class NgClient : IDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan _answerWithin = TimeSpan.FromSeconds(1);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _buffer = new byte[65_536];
    private int _cookie;

    public NgClient(IPEndPoint server) => _socket.Connect(server);

    /// <summary>Sends a command and returns the reply's dictionary.</summary>
    /// <exception cref="PeerException">No answer, a malformed one, or a refusal, with rtpengine's reason.</exception>
    public async Task<Dictionary<string, object>> SendAsync(string command, Dictionary<string, object> arguments, CancellationToken stop)
    {
        var cookie = string.Create(CultureInfo.InvariantCulture, $"c{++_cookie}");
        var message = BencodeWriter.Write(new Dictionary<string, object>(arguments, StringComparer.Ordinal) { ["command"] = command });
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await AskAsync(cookie, message, stop) is { } reply)
            {
                return reply.GetValueOrDefault("result") is "ok"
                    ? reply
                    : throw new PeerException($"rtpengine refused '{command}': {reply.GetValueOrDefault("error-reason") ?? "no reason given"}");
            }
        }

        throw new PeerException($"rtpengine did not answer '{command}'.");
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Null when the time is up.</summary>
    private async Task<Dictionary<string, object>?> AskAsync(string cookie, byte[] message, CancellationToken stop)
    {
        var prefix = Encoding.ASCII.GetBytes(cookie + ' ');
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(_answerWithin);
        await _socket.SendAsync((byte[])[.. prefix, .. message], stop);
        try
        {
            while (true)
            {
                var length = await _socket.ReceiveAsync(_buffer, timeout.Token);
                if (_buffer.AsSpan(0, length).StartsWith(prefix))
                {
                    return BencodeReader.TryRead(_buffer.AsSpan(prefix.Length, length - prefix.Length), out var reply)
                        && reply is Dictionary<string, object> dictionary
                            ? dictionary
                            : throw new PeerException($"rtpengine's answer is malformed: {Encoding.UTF8.GetString(_buffer, 0, length)}");
                }
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }
}

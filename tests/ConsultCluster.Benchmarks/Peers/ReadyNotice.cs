using System.Net.Sockets;
using System.Text;

namespace ConsultCluster.Benchmarks.Peers;

/// <summary>Where a service says that it listens, as systemd would be told: sd_notify(3).</summary>
internal sealed class ReadyNotice : IDisposable
{
    /// <summary>The environment variable that names the socket.</summary>
    public const string Variable = "NOTIFY_SOCKET";

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly string _name = Path.GetRandomFileName();

    /// <summary>In Linux' abstract namespace, so that no file is left behind.</summary>
    public ReadyNotice() => _socket.Bind(new UnixDomainSocketEndPoint('\0' + _name));

    public string Value => '@' + _name;

    /// <summary>Waits for the service's <c>READY=1</c>.</summary>
    public async Task WaitAsync(CancellationToken stop)
    {
        var buffer = new byte[4096];
        string[] lines;
        do
        {
            lines = Encoding.UTF8.GetString(buffer, 0, await _socket.ReceiveAsync(buffer, stop)).Split('\n');
        }
        while (!lines.Contains("READY=1"));
    }

    public void Dispose() => _socket.Dispose();
}

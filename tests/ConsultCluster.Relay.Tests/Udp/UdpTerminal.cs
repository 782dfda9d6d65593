using System.Net;
using System.Net.Sockets;
using ConsultCluster.Media;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Relay.OpenSsl;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Relay.Tests.Udp;

/// <summary>A test terminal on a real socket. The test drives it: nothing happens between two calls of <see cref="Step"/>.</summary>
internal sealed class UdpTerminal : IDatagramSink, IDisposable
{
    private readonly OpenSslDtlsSessionFactory _dtls;
    private readonly byte[] _sendBuffer = new byte[2048];
    private readonly byte[] _receiveBuffer = new byte[2048];
    private readonly IPAddress _local;
    private Socket _socket;
    private IPEndPoint? _to;

    public UdpTerminal(
        bool isIPv6 = false,
        string profiles = OpenSslDtlsSessionFactory.DefaultProfiles,
        MediaPeerOptions? options = null,
        IPAddress? local = null)
    {
        _local = local ?? (isIPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback);
        _socket = Bind();
        _dtls = new OpenSslDtlsSessionFactory(DtlsCertificate.Create(TimeProvider.System), profiles);
        Peer = new MediaPeer(options ?? new MediaPeerOptions(), _dtls, OpenSslSrtpCrypto.Instance, SystemRandomSource.Instance);
    }

    public MediaPeer Peer { get; }

    public IDtlsSessionFactory Dtls => _dtls;

    /// <summary>Every datagram sent since the last clear, to send again.</summary>
    public List<byte[]> Sent { get; } = [];

    public bool RecordsSent { get; set; }

    /// <summary>Continues from a new port, as after a change of network.</summary>
    public void Roam(MonoTime now)
    {
        _socket.Dispose();
        _socket = Bind();
        Peer.Roam(now);
    }

    /// <summary>Handles received datagrams and due work. Like real ones, it takes answers only from the address that it sends to.</summary>
    public void Step(MonoTime now)
    {
        while (_socket.Available > 0)
        {
            if (Receive() is var length and > 0)
            {
                Peer.HandleDatagram(_receiveBuffer.AsSpan(0, length), now, this);
            }
        }

        if (Peer.NextTimeout <= now)
        {
            Peer.HandleTimeout(now, this);
        }
    }

    /// <summary>Waits until a datagram has arrived, at most this long.</summary>
    public void WaitForDatagram(TimeSpan atMost) => _socket.Poll(atMost, SelectMode.SelectRead);

    /// <summary>Sends arbitrary bytes to the relay.</summary>
    public void SendRaw(ReadOnlySpan<byte> datagram) => _socket.SendTo(datagram, SocketFlags.None, Peer.Relay.ToEndPoint());

    public Span<byte> Reserve(scoped in TransportAddress to, int maxLength)
    {
        _to = to.ToEndPoint();
        return _sendBuffer.AsSpan(0, maxLength);
    }

    public void Commit(int length)
    {
        if (length > 0)
        {
            if (RecordsSent)
            {
                Sent.Add(_sendBuffer[..length]);
            }

            _socket.SendTo(_sendBuffer.AsSpan(0, length), SocketFlags.None, _to!);
        }
    }

    public void Dispose()
    {
        Peer.Dispose();
        _dtls.Dispose();
        _socket.Dispose();
    }

    private int Receive()
    {
        try
        {
            EndPoint from = new IPEndPoint(_local, 0);
            var length = _socket.ReceiveFrom(_receiveBuffer, ref from);
            return TransportAddress.From((IPEndPoint)from) == Peer.Relay ? length : 0;
        }
        catch (SocketException)
        {
            // The answer of ICMP to an earlier datagram.
            return 0;
        }
    }

    private Socket Bind()
    {
        var socket = new Socket(_local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(_local, 0));
        return socket;
    }
}

using System.Net;
using System.Net.Sockets;
using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Media;
using ConsultCluster.Relay;
using ConsultCluster.Relay.OpenSsl;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Benchmarks.Overlay;

/// <summary>A terminal that films, and keeps what it receives with the time of arrival.</summary>
internal sealed class OverlayTerminal : IDatagramSink, IDisposable
{
    public const int PacketsPerFrame = 3;

    private const int PacketLength = 900;

    public static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(40);

    private readonly OpenSslDtlsSessionFactory _dtls = new(DtlsCertificate.Create(TimeProvider.System), OpenSslDtlsSessionFactory.DefaultProfiles);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _sendBuffer = new byte[2048];
    private readonly byte[] _receiveBuffer = new byte[2048];
    private readonly List<MonoTime> _sentAt = [];
    private IPEndPoint? _to;
    private MonoTime _nextFrame;

    public OverlayTerminal()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Peer = new MediaPeer(new MediaPeerOptions { SendsAudio = false }, _dtls, OpenSslSrtpCrypto.Instance, SystemRandomSource.Instance);
    }

    public MediaPeer Peer { get; }

    /// <summary>When each frame left, by its number.</summary>
    public IReadOnlyList<MonoTime> SentAt => _sentAt;

    /// <summary>In order of arrival.</summary>
    public IReadOnlyList<PeerPacket> Received => Peer.VideoSlots.First().Packets;

    /// <summary>Handles received datagrams and due work.</summary>
    public void Step()
    {
        while (_socket.Available > 0)
        {
            var length = _socket.Receive(_receiveBuffer, SocketFlags.None, out var error);
            if (error == SocketError.Success)
            {
                Peer.HandleDatagram(_receiveBuffer.AsSpan(0, length), LoadClock.Now, this);
            }
        }

        var now = LoadClock.Now;
        if (Peer.NextTimeout <= now)
        {
            Peer.HandleTimeout(now, this);
        }

        if (Peer.IsConnected && _nextFrame <= now)
        {
            _nextFrame = now - _nextFrame > FrameInterval ? now + FrameInterval : _nextFrame + FrameInterval;
            _sentAt.Add(now);
            Peer.Camera!.SendFrame(PacketsPerFrame, PacketLength, now, this);
        }
    }

    /// <summary>Waits until a datagram has arrived, at most this long.</summary>
    public void WaitForDatagram(TimeSpan atMost) => _socket.Poll(atMost, SelectMode.SelectRead);

    public Span<byte> Reserve(scoped in TransportAddress to, int maxLength)
    {
        _to = to.ToEndPoint();
        return _sendBuffer.AsSpan(0, maxLength);
    }

    public void Commit(int length)
    {
        if (length > 0)
        {
            _socket.SendTo(_sendBuffer.AsSpan(0, length), SocketFlags.None, _to!);
        }
    }

    public void Dispose()
    {
        Peer.Dispose();
        _dtls.Dispose();
        _socket.Dispose();
    }
}

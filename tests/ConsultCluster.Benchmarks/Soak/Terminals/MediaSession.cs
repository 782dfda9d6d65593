using System.Net;
using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Benchmarks.Soak.Latency;
using ConsultCluster.Media;
using ConsultCluster.Relay;
using ConsultCluster.Relay.OpenSsl;
using ConsultCluster.Relay.Sockets;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Benchmarks.Soak.Terminals;

/// <summary>One session of a terminal with a relay: a socket of its own and a peer. After <see cref="MediaLoop.Add"/> its loop's thread alone touches it.</summary>
internal sealed class MediaSession : IDisposable
{
    /// <summary>Half a second of 8 Mbit/s.</summary>
    private const int BufferBytes = 512 * 1024;

    /// <summary>With a certificate of its own, as browsers make one for each connection: the relay takes an offer with the same one for the same session.</summary>
    private readonly OpenSslDtlsSessionFactory _dtls = new(DtlsCertificate.Create(TimeProvider.System), OpenSslDtlsSessionFactory.DefaultProfiles);

    private readonly UdpSocket _socket;
    private readonly DatagramBatch _batch;
    private readonly byte[] _payload = new byte[TimedFrame.Length];
    private MonoTime? _firstVoice;
    private long _arrivedAt;

    /// <param name="hear">Takes a voice packet and the time at which the kernel had it, in nanoseconds of <see cref="LoadClock"/>.</param>
    public MediaSession(bool hasVideo, Action<TimedFrame, long>? hear)
    {
        _socket = UdpSocket.Open(new RelayOptions { Port = 0, BindAddress = IPAddress.Loopback, ReceiveBufferBytes = BufferBytes, SendBufferBytes = BufferBytes });
        TimedReceiveBatch.Enable(_socket);
        _batch = new DatagramBatch(_socket, new SocketCounters(), segmentationOffload: false);
        var options = new MediaPeerOptions { SendsVideo = hasVideo, AudioSlots = 4, VideoSlots = hasVideo ? 4 : 0, KeepsPackets = false };
        if (hear is not null)
        {
            options.OnPacket = (_, payload) =>
            {
                if (TimedFrame.TryRead(payload, out var frame))
                {
                    hear(frame, _arrivedAt);
                }
            };
        }

        Peer = new MediaPeer(options, _dtls, OpenSslSrtpCrypto.Instance, SystemRandomSource.Instance);
    }

    public MediaPeer Peer { get; }

    /// <summary>As the answer named it.</summary>
    public string RelayId { get; set; } = "";

    public bool IsConnected => Peer.IsConnected && !Peer.IsClosed;

    /// <summary>When RTP or RTCP came last; null before the first.</summary>
    public MonoTime? LastMedia { get; set; }

    /// <summary>Datagrams of media received.</summary>
    public long Received { get; private set; }

    /// <summary>Takes what has arrived.</summary>
    public void Receive(TimedReceiveBatch received)
    {
        var count = received.Receive(_socket);
        if (count == 0)
        {
            return;
        }

        var now = LoadClock.Now;
        for (var i = 0; i < count; i++)
        {
            var datagram = received.Datagram(i);
            if (DatagramClassifier.Classify(datagram) is DatagramKind.Rtp or DatagramKind.Rtcp)
            {
                LastMedia = now;
                Received++;
            }

            _arrivedAt = received.ArrivedAt(i);
            Peer.HandleDatagram(datagram, now, _batch);
        }

        _batch.Send();
    }

    /// <summary>Does what is due.</summary>
    public void HandleTimeout(MonoTime now)
    {
        if (Peer.NextTimeout <= now)
        {
            Peer.HandleTimeout(now, _batch);
            _batch.Send();
        }
    }

    /// <summary>Sends one voice packet, stamped with this moment.</summary>
    public void SendVoice(int terminal, uint number, MonoTime now)
    {
        const int ClockRate = 48_000;
        _firstVoice ??= now;
        var timestamp = (uint)(long)((now - _firstVoice.Value).TotalSeconds * ClockRate);
        new TimedFrame(terminal, number, LoadClock.Nanoseconds).Write(_payload);
        Peer.Microphone!.SendPacket(_payload, marker: false, timestamp, _batch);
        _batch.Send();
    }

    /// <summary>Sends one picture; nothing without a camera.</summary>
    public void SendPicture(int packets, int packetLength, MonoTime now)
    {
        Peer.Camera?.SendFrame(packets, packetLength, now, _batch);
        _batch.Send();
    }

    public void Dispose()
    {
        Peer.Dispose();
        _dtls.Dispose();
        _batch.Dispose();
        _socket.Dispose();
    }
}

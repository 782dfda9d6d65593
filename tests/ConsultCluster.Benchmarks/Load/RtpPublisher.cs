using ConsultCluster.Media;
using ConsultCluster.Media.Rtp;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Benchmarks.Load;

/// <summary>Publishes video of one stream in bursts, as an encoder sends a frame, and remembers when each burst left.</summary>
/// <param name="output">Protects, or does not, and sends.</param>
/// <param name="payloadLength">Bytes of RTP payload of the <c>n</c>-th packet of a burst.</param>
internal sealed class RtpPublisher(uint ssrc, byte payloadType, int burst, Func<int, int> payloadLength, RtpOutput output)
{
    /// <summary>Bursts remembered: nothing is under way for longer.</summary>
    private const int Remembered = 4096;

    private const int ClockRate = 90_000;
    private const int MaxPayload = 1500;

    /// <summary>Every burst starts with a keyframe, so that a receiver may begin anywhere.</summary>
    private readonly byte[] _payload = new byte[MaxPayload];
    private readonly long[] _sentAt = new long[Remembered];
    private long _sequence = 1;

    public uint Ssrc => ssrc;

    public int Burst => burst;

    /// <summary>Bursts sent so far.</summary>
    public uint Bursts { get; private set; }

    /// <summary>When a burst left, in nanoseconds of <see cref="LoadClock"/>.</summary>
    public long SentAt(long burstNumber) => _sentAt[burstNumber % Remembered];

    /// <summary>Writes one burst into the sink; the caller sends it at once.</summary>
    public void SendBurst(IDatagramSink sink)
    {
        Span<byte> buffer = stackalloc byte[RtpHeader.FixedLength];
        var now = LoadClock.Nanoseconds;
        var timestamp = (uint)(now / 1_000 * ClockRate / 1_000_000);
        for (var i = 0; i < burst; i++)
        {
            var payload = _payload.AsSpan(0, payloadLength(i));
            new PeerPayload(ssrc, Bursts, (ushort)i, (ushort)burst, IsKeyframe: true).WriteVp8(payload);
            var header = new RtpHeaderWriter(buffer, marker: i == burst - 1, payloadType, (ushort)_sequence, timestamp, ssrc);
            output(_sequence++, buffer[..header.Finish()], payload, sink);
        }

        _sentAt[Bursts++ % Remembered] = LoadClock.Nanoseconds;
    }
}

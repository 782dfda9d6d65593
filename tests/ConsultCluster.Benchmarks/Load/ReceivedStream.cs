using System.Buffers.Binary;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Benchmarks.Load;

/// <summary>
/// One stream at one receiver. Its first packets are decrypted and say which packets of which publisher they are; from there the
/// sequence number tells, and one packet in 1,024 is decrypted again to see that this still holds.
/// </summary>
internal sealed class ReceivedStream(uint ssrc)
{
    private const int SampleMask = 1023;

    private RtpPublisher? _publisher;
    private long _index;
    private ushort _sequence;
    private long _packets;

    public uint Ssrc => ssrc;

    /// <summary>Counts one packet.</summary>
    /// <returns>False when it is not what the publisher sent.</returns>
    public bool Handle(Span<byte> packet, long arrivedAt, ILoadTerminal terminal, IReadOnlyDictionary<uint, RtpPublisher> publishers, LoadTally tally)
    {
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        var index = _index + (short)(sequence - _sequence);
        if (_publisher is null || (_packets & SampleMask) == 0)
        {
            if (!terminal.TryReadRtp(packet, out var payload)
                || !PeerPayload.TryRead(payload, isVideo: true, out var content)
                || !publishers.TryGetValue(content.PublisherSsrc, out var publisher)
                || (_publisher is not null && ((long)content.Frame * content.Count) + content.Index != index))
            {
                return false;
            }

            _publisher = publisher;
            index = ((long)content.Frame * content.Count) + content.Index;
        }

        _packets++;
        _sequence = sequence;
        _index = index;
        tally.Count(_publisher, index / _publisher.Burst, arrivedAt);
        return true;
    }
}

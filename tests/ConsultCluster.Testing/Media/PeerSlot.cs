using System.Buffers.Binary;
using System.Text;
using ConsultCluster.Media;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Rtcp;
using ConsultCluster.Media.Rtp;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Testing.Media;

/// <summary>What a terminal receives in one slot.</summary>
public sealed class PeerSlot(PeerSection section, MediaPeerOptions options, uint ssrc, uint rtxSsrc)
{
    private readonly Dictionary<long, PeerPacket> _bySequence = [];

    public PeerSection Section { get; } = section;

    public uint Ssrc { get; } = ssrc;

    public uint RtxSsrc { get; } = rtxSsrc;

    /// <summary>In order of arrival; empty when packets are not kept.</summary>
    public List<PeerPacket> Packets { get; } = [];

    public long Received { get; private set; }

    public long ReceivedRtx { get; private set; }

    public ReceptionStatistics Reception { get; } = new(section.Kind == MediaKind.Audio ? 48_000 : 90_000);

    public NackGenerator Nacks { get; } = new(TimeSpan.FromMilliseconds(10), maxRetries: 10);

    /// <summary>The relay's last sender report: NTP, RTP timestamp, and when it came; null before.</summary>
    public (ulong Ntp, uint Timestamp, MonoTime At)? SenderReport { get; set; }

    /// <summary>Ascending sequence numbers, each once.</summary>
    public IEnumerable<PeerPacket> InOrder => _bySequence.Values.OrderBy(packet => packet.Sequence);

    public void HandlePacket(in RtpHeader header, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> payload, long index, MonoTime now)
    {
        var isRtx = header.Ssrc != Ssrc;
        var sequence = index;
        if (isRtx)
        {
            ReceivedRtx++;
            if (payload.Length < 2 || Reception.Highest < 0)
            {
                return;
            }

            sequence = SequenceNumber.Unwrap(BinaryPrimitives.ReadUInt16BigEndian(payload), Reception.Highest);
            payload = payload[2..];
        }
        else
        {
            Received++;
            Reception.HandlePacket(sequence, header.Timestamp, now);
        }

        Nacks.HandlePacket(sequence, now);
        options.OnPacket?.Invoke(this, payload);
        if (!options.KeepsPackets)
        {
            return;
        }

        _ = PeerPayload.TryRead(payload, Section.Kind == MediaKind.Video, out var content);
        var mid = header.TryFindExtension(packet, options.MidExtension, out var value) ? Encoding.UTF8.GetString(value) : "";
        byte? level = Section.Kind == MediaKind.Audio && header.TryFindExtension(packet, options.AudioLevelExtension, out var levelValue) ? levelValue[0] : null;
        var kept = new PeerPacket(
            sequence, header.Timestamp, header.PayloadType, header.Marker, isRtx, mid, level, content, payload.Length, now);
        Packets.Add(kept);
        _bySequence.TryAdd(sequence, kept);
    }

    /// <summary>Frames that a decoder could show: complete, and following a shown one or a keyframe.</summary>
    public int CountDecodableFrames()
    {
        var shown = 0;
        (uint Publisher, uint Frame)? last = null;
        foreach (var frame in InOrder.GroupBy(packet => (packet.Content.PublisherSsrc, packet.Content.Frame)))
        {
            var first = frame.First().Content;
            var follows = first.IsKeyframe || last == (first.PublisherSsrc, first.Frame - 1);
            if (follows && frame.Count() == first.Count)
            {
                shown++;
                last = (first.PublisherSsrc, first.Frame);
            }
        }

        return shown;
    }

    /// <summary>Sequence numbers missing between the first and the last.</summary>
    public long CountMissing() =>
        _bySequence.Count == 0 ? 0 : _bySequence.Keys.Max() - _bySequence.Keys.Min() + 1 - _bySequence.Count;

    /// <summary>A report block for the relay; sender report fields as received.</summary>
    public ReportBlock TakeReport(MonoTime now) => SenderReport is { } report
        ? Reception.TakeReport(Ssrc, NtpTime.Compact(report.Ntp), (uint)((now - report.At).TotalSeconds * 65536))
        : Reception.TakeReport(Ssrc, 0, 0);
}

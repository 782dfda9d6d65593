using System.Collections.Immutable;
using System.Text;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Cascade;

/// <summary>Announces a live track to another relay. Its packets carry the id from then on.</summary>
/// <param name="Id">Assigned by the sender, never reused.</param>
/// <param name="PublisherId">Random id of the publishing session; a terminal that returns has a new one.</param>
/// <param name="Hops">0 from the terminal's relay, 1 from a relay that forwards the track.</param>
/// <param name="Group">The host's name for the group.</param>
/// <param name="Publisher">The host's name for the terminal.</param>
/// <param name="Codecs">Codecs with the publisher's payload types.</param>
internal sealed record TrackAnnouncement(
    uint Id,
    ulong PublisherId,
    byte Hops,
    MediaKind Kind,
    TrackSource Source,
    string Group,
    string Publisher,
    ImmutableArray<NegotiatedCodec> Codecs)
{
    public const byte Type = 1;

    private const int MaxCodecs = 16;

    /// <summary>Fixed fields, two names, and codecs with parameters of up to 255 bytes each.</summary>
    private const int MaxLength = 32 + (2 * 256) + (MaxCodecs * (8 + 256));

    /// <summary>Reads the message after its type. False when it is truncated or invalid.</summary>
    public static bool TryRead(ref ControlReader reader, out TrackAnnouncement? announcement)
    {
        announcement = null;
        var id = reader.UInt32();
        var publisherId = reader.UInt64();
        var hops = reader.Byte();
        var kind = (MediaKind)reader.Byte();
        var source = (TrackSource)reader.Byte();
        var group = reader.Text();
        var publisher = reader.Text();
        var count = reader.Byte();
        if (!reader.IsWhole || !Enum.IsDefined(kind) || !Enum.IsDefined(source) || count is 0 or > MaxCodecs
            || (kind == MediaKind.Audio) != (source == TrackSource.Microphone))
        {
            return false;
        }

        var codecs = ImmutableArray.CreateBuilder<NegotiatedCodec>(count);
        for (var i = 0; i < count; i++)
        {
            var codec = (RtpCodec)reader.Byte();
            var payloadType = reader.Byte();
            var clockRate = reader.UInt32();
            var parameters = reader.Text();
            if (!reader.IsWhole || !Enum.IsDefined(codec) || payloadType > 127 || clockRate is < 8_000 or > 192_000)
            {
                return false;
            }

            // Over a link, NACKs and keyframe requests are always allowed; the other relay knows what its publisher
            // supports.
            codecs.Add(new(codec, payloadType, null, (int)clockRate, parameters, Nack: true, Pli: true));
        }

        announcement = new(id, publisherId, hops, kind, source, group, publisher, codecs.MoveToImmutable());
        return true;
    }

    public byte[] ToMessage()
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        var writer = new ControlWriter(buffer);
        writer.Byte(Type);
        writer.UInt32(Id);
        writer.UInt64(PublisherId);
        writer.Byte(Hops);
        writer.Byte((byte)Kind);
        writer.Byte((byte)Source);
        writer.Text(Group);
        writer.Text(Publisher);

        // The publisher sends with the first codec, so codecs beyond one datagram can be left out.
        var countAt = writer.Length;
        byte count = 0;
        writer.Byte(0);
        foreach (var codec in Codecs)
        {
            if (count == MaxCodecs || writer.Length + Encoding.UTF8.GetByteCount(codec.Parameters) + 8 > LinkChannel.MaxMessage)
            {
                break;
            }

            count++;
            writer.Byte((byte)codec.Codec);
            writer.Byte(codec.PayloadType);
            writer.UInt32((uint)codec.ClockRate);
            writer.Text(codec.Parameters);
        }

        buffer[countAt] = count;
        return buffer[..writer.Length].ToArray();
    }

    /// <summary>The announcement as a media section, from which a track is created.</summary>
    public NegotiatedMedia ToMedia() => new("", Kind, MediaDirections.Receive, Codecs, default, null, null, 0, 0);
}

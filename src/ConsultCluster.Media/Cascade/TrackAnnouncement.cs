using System.Collections.Immutable;
using System.Text;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Cascade;

/// <summary>What one relay tells another of a track that is live. Its packets name it by id from then on.</summary>
/// <param name="Id">Given by the sender, never reused.</param>
/// <param name="PublisherId">Random, of the publishing session wherever it is: a terminal that comes again has another.</param>
/// <param name="Hops">0 from the relay of the terminal, 1 from one that passes the track on.</param>
/// <param name="Group">The host's name for the group.</param>
/// <param name="Publisher">The host's name for the terminal.</param>
/// <param name="Codecs">Payload types are the publisher's.</param>
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

    /// <summary>Fixed fields, two names, and codecs with parameters of 255 bytes.</summary>
    private const int MaxLength = 32 + (2 * 256) + (MaxCodecs * (8 + 256));

    /// <summary>Of the kind of message, without its type. False when it is cut short or makes no sense.</summary>
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

            // Over a link everything may be asked for again, and keyframes as well; the other relay knows what its publisher can do.
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

        // The publisher sends with the first; more than fit a datagram are of no use to anybody.
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

    /// <summary>As a media section, which is what a track is made of.</summary>
    public NegotiatedMedia ToMedia() => new("", Kind, MediaDirections.Receive, Codecs, default, null, null, 0, 0);
}

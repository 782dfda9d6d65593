using System.Collections.Immutable;

namespace ConsultCluster.Media.Sdp;

/// <summary>Writes the media stream id of each slot (RFC 8830) and its SSRCs (RFC 5576).</summary>
internal sealed class SlotStreams(ImmutableArray<AnsweredSection> sections)
{
    /// <summary>
    /// With one audio and one video slot both show the same publisher: one stream, so the player keeps them in sync.
    /// With more slots, publishers are independent, and a shared stream would wrongly synchronise them.
    /// </summary>
    private readonly bool _isOnePair = Slots(sections, MediaKind.Audio) <= 1 && Slots(sections, MediaKind.Video) <= 1;

    /// <summary>Adds <c>a=msid</c>, <c>a=ssrc-group</c> and <c>a=ssrc</c> to a slot; nothing to other sections.</summary>
    public void AddTo(MediaDescription media, NegotiatedMedia agreed)
    {
        if (!agreed.Directions.HasFlag(MediaDirections.Send))
        {
            return;
        }

        var track = $"slot-{agreed.Mid}";
        var stream = _isOnePair ? "slot" : track;
        var msid = $"{stream} {track}";
        var hasRepair = agreed.LocalRtxSsrc != 0 && agreed.Codecs.Any(codec => codec.RtxPayloadType is not null);
        media.Add("msid", msid);
        if (hasRepair)
        {
            media.Add("ssrc-group", $"FID {agreed.LocalSsrc} {agreed.LocalRtxSsrc}");
        }

        AddSsrc(media, agreed.LocalSsrc, stream, msid);
        if (hasRepair)
        {
            AddSsrc(media, agreed.LocalRtxSsrc, stream, msid);
        }
    }

    private static void AddSsrc(MediaDescription media, uint ssrc, string canonicalName, string msid)
    {
        media.Add("ssrc", $"{ssrc} cname:{canonicalName}");
        media.Add("ssrc", $"{ssrc} msid:{msid}");
    }

    private static int Slots(ImmutableArray<AnsweredSection> sections, MediaKind kind) =>
        sections.Count(section => section.Media.Kind == kind && section.Media.Directions.HasFlag(MediaDirections.Send));
}

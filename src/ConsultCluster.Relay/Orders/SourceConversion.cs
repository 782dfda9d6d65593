using ConsultCluster.Domain.Groups;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Relay.Orders;

/// <summary>Between the domain's names for what a track carries and the core's.</summary>
internal static class SourceConversion
{
    public static readonly MediaSource[] All = Enum.GetValues<MediaSource>();

    public static TrackSource ToTrack(this MediaSource source) => source switch
    {
        MediaSource.Microphone => TrackSource.Microphone,
        MediaSource.Camera => TrackSource.Camera,
        MediaSource.Screen => TrackSource.Screen,
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "Unknown source."),
    };

    public static MediaSource ToMedia(this TrackSource source) => source switch
    {
        TrackSource.Microphone => MediaSource.Microphone,
        TrackSource.Camera => MediaSource.Camera,
        TrackSource.Screen => MediaSource.Screen,
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "Unknown source."),
    };
}

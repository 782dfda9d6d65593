using ConsultCluster.Domain.Groups;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Relay.Orders;

/// <summary>Converts between the domain's and the core's media sources.</summary>
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

using System.Collections.Immutable;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Domain.Media;

/// <summary>When a terminal's media counts as flowing.</summary>
public static class Flow
{
    /// <summary>
    /// True when media flows in every direction that the token allows: sending is not asked of somebody who is wholly muted, and receiving not while nobody else sends. At
    /// least one direction has to flow.
    /// </summary>
    /// <param name="othersSend">Media of another terminal arrives.</param>
    public static bool IsComplete(Permissions permissions, ImmutableSortedSet<MediaSource> muted, bool sends, bool receives, bool othersSend)
    {
        ArgumentNullException.ThrowIfNull(muted);
        var mayPublish = permissions.HasFlag(Permissions.Publish);
        var maySubscribe = permissions.HasFlag(Permissions.Subscribe);
        var isSilent = muted.Contains(MediaSource.Microphone) && muted.Contains(MediaSource.Camera);

        return (sends || !mayPublish || isSilent)
            && (receives || !maySubscribe || !othersSend)
            && ((sends && mayPublish) || (receives && maySubscribe));
    }
}

namespace ConsultCluster.Media.Forwarding;

/// <summary>What a session may do.</summary>
/// <param name="MayPublish">Send microphone and camera.</param>
/// <param name="MaySubscribe">Receive the others.</param>
/// <param name="MayShareScreen">Send a screen track.</param>
public readonly record struct SessionGrant(bool MayPublish, bool MaySubscribe, bool MayShareScreen)
{
    /// <summary>True when a track of that source may be published.</summary>
    public bool Allows(TrackSource source) => source == TrackSource.Screen ? MayShareScreen : MayPublish;
}

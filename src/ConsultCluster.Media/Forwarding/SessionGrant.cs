namespace ConsultCluster.Media.Forwarding;

/// <summary>Permissions of a session.</summary>
/// <param name="MayPublish">Send microphone and camera.</param>
/// <param name="MaySubscribe">Receive the others.</param>
/// <param name="MayShareScreen">Send a screen track.</param>
public readonly record struct SessionGrant(bool MayPublish, bool MaySubscribe, bool MayShareScreen)
{
    /// <summary>True when the session may publish that source.</summary>
    public bool Allows(TrackSource source) => source == TrackSource.Screen ? MayShareScreen : MayPublish;
}

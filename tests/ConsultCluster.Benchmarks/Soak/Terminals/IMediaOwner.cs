namespace ConsultCluster.Benchmarks.Soak.Terminals;

/// <summary>What a terminal's media needs of its signalling. Called by the loop's thread; returns at once.</summary>
internal interface IMediaOwner
{
    /// <summary>No session flows: one has to be offered.</summary>
    void WantOffer();

    /// <summary>The session flows and nothing stands by.</summary>
    void WantStandby();

    /// <summary>Media moved to the standby session by itself, on that relay.</summary>
    void MovedByItself(string relayId);

    /// <summary>Nothing came in for a moment: does the group still answer?</summary>
    void Quiet();
}

namespace ConsultCluster.Media.Forwarding;

/// <summary>A publisher of tracks: a terminal of this relay or of another one.</summary>
internal interface IPublisher
{
    /// <summary>Random id of this stay; the same on every relay.</summary>
    ulong Id { get; }

    /// <summary>The host's name for the terminal; may be empty.</summary>
    string Name { get; }

    /// <summary>Number of links that its tracks have crossed.</summary>
    int Hops { get; }

    /// <summary>Null when the terminal is not on this relay.</summary>
    SessionKey? Session { get; }

    RemoteClock RemoteClock { get; }

    /// <summary>True when media arrived within the last five seconds.</summary>
    bool HasMedia(MonoTime now);

    /// <summary>Schedules feedback by this time.</summary>
    void WakeBy(MonoTime? at);
}

namespace ConsultCluster.Media.Forwarding;

/// <summary>Who publishes tracks: a terminal of this relay, or one of another.</summary>
internal interface IPublisher
{
    /// <summary>Random, of this stay; the same on every relay.</summary>
    ulong Id { get; }

    /// <summary>The host's name for the terminal; empty when it has none.</summary>
    string Name { get; }

    /// <summary>How many links its tracks have come over.</summary>
    int Hops { get; }

    /// <summary>Null when the terminal is not on this relay.</summary>
    SessionKey? Session { get; }

    RemoteClock RemoteClock { get; }

    /// <summary>Something of it came within the last five seconds.</summary>
    bool HasMedia(MonoTime now);

    /// <summary>Something is to be asked for by then.</summary>
    void WakeBy(MonoTime? at);
}

namespace ConsultCluster.Contracts.Hub;

/// <summary>What the hub calls on a terminal. Every notice of the group carries its <c>sequence</c>, which grows by one.</summary>
public interface IConsultationClient
{
    /// <summary>Somebody entered, or came back to a held seat.</summary>
    Task Entered(EnteredNotice notice);

    /// <summary>The connection-success notice: media flows both ways between these terminals.</summary>
    Task Connected(ConnectedNotice notice);

    /// <summary>A member's presence changed: <c>entered</c>, <c>connected</c> or <c>reconnecting</c>.</summary>
    Task Presence(PresenceNotice notice);

    /// <summary>What of a member is muted now.</summary>
    Task Muted(MutedNotice notice);

    /// <summary>A member's network quality, up and down. Repeats the last sequence instead of taking a new one.</summary>
    Task Quality(QualityNotice notice);

    /// <summary>A chat message.</summary>
    Task Message(MessageNotice notice);

    /// <summary>A member is out.</summary>
    Task Left(LeftNotice notice);

    /// <summary>The consultation ended; the hub closes the connection afterwards.</summary>
    Task Ended(EndedNotice notice);

    /// <summary>Who is in which of this terminal's own receive slots. Carries no sequence: it is the terminal's alone.</summary>
    Task Slots(SlotDto[] slots);

    /// <summary>
    /// From now on the terminal's standby session, on this relay, is its session; the one before is over. Slots that come later are the
    /// new session's. A terminal that has no standby session there offers again.
    /// </summary>
    Task MediaMoved(string relayId);

    /// <summary>The terminal has no standby session; it should offer one.</summary>
    Task Standby();

    /// <summary>The relay lost this terminal's session: offer again.</summary>
    Task OfferAgain();
}

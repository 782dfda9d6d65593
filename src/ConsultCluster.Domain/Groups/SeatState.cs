namespace ConsultCluster.Domain.Groups;

/// <summary>A seat as the group itself sees it. Where its media is belongs to the <see cref="Media.MediaPlan"/>.</summary>
/// <param name="Member">What the others see.</param>
/// <param name="HeldUntil">When the seat is given up; null while the terminal's signalling is there.</param>
/// <param name="Sends">Media of the terminal arrives at a relay, by the media plan's last news.</param>
/// <param name="Receives">The terminal confirmed that it receives media, by the media plan's last news.</param>
public sealed record SeatState(Member Member, DateTimeOffset? HeldUntil, bool Sends, bool Receives)
{
    /// <summary>Whose seat.</summary>
    public TerminalId Terminal => Member.Terminal;

    /// <summary>True when the member's token allows all of these.</summary>
    public bool May(Permissions wanted) => (Member.Permissions & wanted) == wanted;
}

namespace ConsultCluster.Relay.Remote.Messages.Events;

/// <summary>Whether media arrives from the terminal, and whether it confirmed to receive ours.</summary>
public sealed record MediaEvent(bool Sends, bool Receives) : SessionEvent;

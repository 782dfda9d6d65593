namespace ConsultCluster.Media.Forwarding;

/// <summary>Who is in one receive slot.</summary>
/// <param name="Mid">The slot's media id in the receiver's description.</param>
/// <param name="Publisher">Null when the slot is empty, or its publisher is on another relay.</param>
/// <param name="Source">Null when the slot is empty.</param>
/// <param name="RemotePublisher">The other relay's name for the publisher; null when it is on this one or the slot is empty.</param>
public readonly record struct SlotFill(string Mid, SessionKey? Publisher, TrackSource? Source, string? RemotePublisher = null);

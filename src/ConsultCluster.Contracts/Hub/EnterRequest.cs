namespace ConsultCluster.Contracts.Hub;

/// <summary>A terminal asks for its seat.</summary>
/// <param name="SeatKey">Secret of 22 to 64 characters (base64url) made up by the terminal and kept for its stay; the same key resumes the seat.</param>
public sealed record EnterRequest(string SeatKey);

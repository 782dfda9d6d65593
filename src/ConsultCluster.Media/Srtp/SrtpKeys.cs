namespace ConsultCluster.Media.Srtp;

/// <summary>Keys from a DTLS handshake (RFC 5764 §4.2), by direction.</summary>
/// <param name="Profile">The negotiated profile.</param>
/// <param name="SendKey">Master key for what we send.</param>
/// <param name="SendSalt">Master salt for what we send.</param>
/// <param name="ReceiveKey">Master key for what we receive.</param>
/// <param name="ReceiveSalt">Master salt for what we receive.</param>
public sealed record SrtpKeys(SrtpProfile Profile, byte[] SendKey, byte[] SendSalt, byte[] ReceiveKey, byte[] ReceiveSalt);

namespace ConsultCluster.Media.Sdp;

/// <summary>RTP header extension ids of one media section (RFC 8285); 0 is not negotiated.</summary>
/// <param name="Mid">urn:ietf:params:rtp-hdrext:sdes:mid</param>
/// <param name="AudioLevel">RFC 6464.</param>
/// <param name="TransportSequence">Transport-wide congestion control.</param>
/// <param name="AbsoluteSendTime">http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time</param>
/// <param name="DependencyDescriptor">AV1 RTP specification, appendix A.</param>
public readonly record struct NegotiatedExtensions(
    byte Mid,
    byte AudioLevel,
    byte TransportSequence,
    byte AbsoluteSendTime,
    byte DependencyDescriptor);

using ConsultCluster.Relay.IpsecMb;

namespace ConsultCluster.Relay.Tests.IpsecMb;

/// <summary>Left out where the library or the processor's instructions are missing; <c>./test</c> installs the library.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IpsecMbTheoryAttribute : TheoryAttribute
{
    public IpsecMbTheoryAttribute() =>
        Skip = LibIpsecMb.IsAvailable ? null : "libIPSec_MB.so.1 is not installed, or the processor has no AVX2.";
}

using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Server.Tokens;

namespace ConsultCluster.Server.Tests.Tokens;

public sealed class PatientHasherTests
{
    private static readonly GroupId Group = new("g-1");
    private static readonly Patient Patient = new("张三", 54, "male", "110101197001010011", "13800000000");
    private static readonly PatientHasher Hasher = new([.. Enumerable.Repeat((byte)7, PatientHasher.KeyLength)]);

    [Fact]
    public void Hash_SamePatientAndGroup_IsTheSame() => Assert.Equal(Hasher.Hash(Group, Patient), Hasher.Hash(Group, Patient with { }));

    [Fact]
    public void Hash_OtherGroupKeyOrField_Differs()
    {
        var otherKey = new PatientHasher([.. Enumerable.Repeat((byte)8, PatientHasher.KeyLength)]);
        string[] hashes =
        [
            Hasher.Hash(Group, Patient),
            Hasher.Hash(new GroupId("g-2"), Patient),
            otherKey.Hash(Group, Patient),
            Hasher.Hash(Group, Patient with { Name = "张四" }),
            Hasher.Hash(Group, Patient with { Age = null }),
            Hasher.Hash(Group, Patient with { Sex = null }),
            Hasher.Hash(Group, Patient with { Sex = string.Empty }),
            Hasher.Hash(Group, Patient with { IdNumber = Patient.IdNumber + Patient.Phone, Phone = string.Empty }),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct(StringComparer.Ordinal).Count());
    }
}

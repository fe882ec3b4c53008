"""PDUs as other implementations write them: octets in hex, taken from their tests, and what they mean."""

from smpp.multi import DistributionList, SmeAddress, UnsuccessSme
from smpp.pdus import (
    AlertNotification,
    BindReceiver,
    BindReceiverResp,
    BindTransceiver,
    BindTransceiverResp,
    BindTransmitter,
    BindTransmitterResp,
    CancelSm,
    CancelSmResp,
    DataSm,
    DataSmResp,
    DeliverSm,
    DeliverSmResp,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
    Outbind,
    Pdu,
    QuerySm,
    QuerySmResp,
    ReplaceSm,
    ReplaceSmResp,
    SubmitMulti,
    SubmitMultiResp,
    SubmitSm,
    SubmitSmResp,
    Unbind,
    UnbindResp,
)

BOTH_WAYS: list[tuple[str, Pdu]] = [
    # cloudhopper-smpp, PduDecoderTest
    (
        "0000001000000015000000007fffffff",
        EnquireLink(sequence=2147483647),
    ),
    (
        "00000010000000150000000000000000",
        EnquireLink(),
    ),
    (
        "0000001080000015000000000a342eed",
        EnquireLinkResp(sequence=171192045),
    ),
    (
        "0000001c80000004000000000a342ee1393432353834333135393400",
        SubmitSmResp(message_id="94258431594", sequence=171192033),
    ),
    (
        "0000001180000004000000000a342ee100",
        SubmitSmResp(sequence=171192033),
    ),
    (
        "00000011800000050000000000116ac700",
        DeliverSmResp(sequence=1141447),
    ),
    (
        "0000001c800001030000000000116ac7393432353834333135393400",
        DataSmResp(message_id="94258431594", sequence=1141447),
    ),
    (
        "0000001f800000090000000000039951536d73632053696d756c61746f7200",
        BindTransceiverResp(system_id="Smsc Simulator", sequence=235857),
    ),
    (
        "0000001d800000090000000000039943536d7363204757000210000134",
        BindTransceiverResp(system_id="Smsc GW", sequence=235843, tlvs=((0x0210, b"4"),)),
    ),
    (
        "0000001d80000002000000000003995f54574954544552000210000134",
        BindTransmitterResp(system_id="TWITTER", sequence=235871, tlvs=((0x0210, b"4"),)),
    ),
    (
        "0000001d80000001000000000003996274776974746572000210000134",
        BindReceiverResp(system_id="twitter", sequence=235874, tlvs=((0x0210, b"4"),)),
    ),
    (
        "00000023000000090000000000039951414c4c5f545700414c4c5f5457000034010200",
        BindTransceiver(system_id="ALL_TW", password="ALL_TW", addr_ton=1, addr_npi=2, sequence=235857),
    ),
    (
        "0000002500000002000000000003995f747769747465720074776974746572000034000000",
        BindTransmitter(system_id="twitter", password="twitter", sequence=235871),
    ),
    (
        "00000025000000010000000000039961747769747465720074776974746572000034000000",
        BindReceiver(system_id="twitter", password="twitter", sequence=235873),
    ),
    (
        "000000400000000500000000000000030002013837363534333231000409343034303400000000000000000000084024"
        "232125262f3a000e0001010006000101",
        DeliverSm(
            source_addr_ton=2,
            source_addr_npi=1,
            source_addr="87654321",
            dest_addr_ton=4,
            dest_addr_npi=9,
            destination_addr="40404",
            short_message=b"@$#!%&/:",
            sequence=3,
            tlvs=(
                (0x000E, b"\x01"),
                (0x0006, b"\x01"),
            ),
        ),
    ),
    (
        "000000ba0000000500000000000000020001013434393531333631393230000101343034303400040000000000000000"
        "6e69643a30303539313133393738207375623a30303120646c7672643a303031207375626d697420646174653a313030"
        "3231303137333020646f6e6520646174653a3130303231303137333020737461743a44454c49565244206572723a3030"
        "3020746578743a4024232125262f3a000e0001010006000101001e000833383630316661000427000102",
        DeliverSm(
            source_addr_ton=1,
            source_addr_npi=1,
            source_addr="44951361920",
            dest_addr_ton=1,
            dest_addr_npi=1,
            destination_addr="40404",
            esm_class=4,
            short_message=b"id:0059113978 sub:001 dlvrd:001 "
            b"submit date:1002101730 done date:1002101730 stat:DELIVRD err:000 text:@$#!%&/:",
            sequence=2,
            tlvs=(
                (0x000E, b"\x01"),
                (0x0006, b"\x01"),
                (0x001E, b"38601fa\x00"),
                (0x0427, b"\x02"),
            ),
        ),
    ),
    (
        "00000039000000040000000000004fe80001013430343034000101343439353133363139323000000000000001000000"
        "084024232125262f3a",
        SubmitSm(
            source_addr_ton=1,
            source_addr_npi=1,
            source_addr="40404",
            dest_addr_ton=1,
            dest_addr_npi=1,
            destination_addr="44951361920",
            registered_delivery=1,
            short_message=b"@$#!%&/:",
            sequence=20456,
        ),
    ),
    (
        "00000010000000060000000000000001",
        Unbind(sequence=1),
    ),
    (
        "00000010800000060000000000000001",
        UnbindResp(sequence=1),
    ),
    (
        "00000010800000000000000100082a77",
        GenericNack(sequence=535159, status=0x01),
    ),
    (
        "000000640000000500000000000547eb0002013434393531333631393200040934303430340000000000000000000000"
        "000e000101000600010104240026404d616964656e6d616e363634207761732069742073617070793f2026526f6d616e"
        "7469633f",
        DeliverSm(
            source_addr_ton=2,
            source_addr_npi=1,
            source_addr="4495136192",
            dest_addr_ton=4,
            dest_addr_npi=9,
            destination_addr="40404",
            sequence=346091,
            tlvs=(
                (0x000E, b"\x01"),
                (0x0006, b"\x01"),
                (0x0424, b"@Maidenman664 was it sappy? &Romantic?"),
            ),
        ),
    ),
    (
        "0000003e000000050000000000657e4e0002013434393531333631393200040934303430340000000000000000000000"
        "000e000101000600010104240000",
        DeliverSm(
            source_addr_ton=2,
            source_addr_npi=1,
            source_addr="4495136192",
            dest_addr_ton=4,
            dest_addr_npi=9,
            destination_addr="40404",
            sequence=6651470,
            tlvs=(
                (0x000E, b"\x01"),
                (0x0006, b"\x01"),
                (0x0424, b""),
            ),
        ),
    ),
    (
        "000000400000000500000000a2859f223130303100010134343935313336313932300000013430343034303430343034"
        "30343034300000000000000000080000",
        DeliverSm(
            service_type="1001",
            source_addr_ton=1,
            source_addr_npi=1,
            source_addr="44951361920",
            dest_addr_npi=1,
            destination_addr="4040404040404040",
            data_coding=8,
            sequence=2726666018,
        ),
    ),
    (
        "000000390000000500000000806a179b0001013939393931393931343539330000003634363400000000000000000800"
        "08c1e1e9edf3faf1fc",
        DeliverSm(
            source_addr_ton=1,
            source_addr_npi=1,
            source_addr="999919914593",
            destination_addr="6464",
            data_coding=8,
            short_message=b"\xc1\xe1\xe9\xed\xf3\xfa\xf1\xfc",
            sequence=2154436507,
        ),
    ),
    (
        "000000300000010300000000000000000001013535353237313030303000000139363935000001000424000454657374",
        DataSm(
            source_addr_ton=1,
            source_addr_npi=1,
            source_addr="5552710000",
            dest_addr_npi=1,
            destination_addr="9695",
            registered_delivery=1,
            tlvs=((0x0424, b"Test"),),
        ),
    ),
    (
        "0000002d000000080000000000004fe80031323334350001013430343034000101343439353133363139323000",
        CancelSm(
            message_id="12345",
            source_addr_ton=1,
            source_addr_npi=1,
            source_addr="40404",
            dest_addr_ton=1,
            dest_addr_npi=1,
            destination_addr="44951361920",
            sequence=20456,
        ),
    ),
    (
        "0000001e000000030000000000004fe83132333435000101343034303400",
        QuerySm(message_id="12345", source_addr_ton=1, source_addr_npi=1, source_addr="40404", sequence=20456),
    ),
    (
        "00000010800000080000000000004fe8",
        CancelSmResp(sequence=20456),
    ),
    (
        "00000019800000030000000000004fe8313233343500000600",
        QuerySmResp(message_id="12345", message_state=6, sequence=20456),
    ),
    (
        "00000050000000070000000000004fe86d73672d31323334350001013535353237313030303000313530323033303430"
        "3530363730382b00303130323033303430353036303030520001020474657874",
        ReplaceSm(
            message_id="msg-12345",
            source_addr_ton=1,
            source_addr_npi=1,
            source_addr="5552710000",
            schedule_delivery_time="150203040506708+",
            validity_period="010203040506000R",
            registered_delivery=1,
            sm_default_msg_id=2,
            short_message=b"text",
            sequence=20456,
        ),
    ),
    (
        "00000010800000070000000200004fe8",
        ReplaceSmResp(sequence=20456, status=0x02),
    ),
    (
        "00000025000001020000000200004fe8010135353532373130303030000101343034303400",
        AlertNotification(
            source_addr_ton=1,
            source_addr_npi=1,
            source_addr="5552710000",
            esme_addr_ton=1,
            esme_addr_npi=1,
            esme_addr="40404",
            sequence=20456,
            status=0x02,
        ),
    ),
    # smpp.pdu (Mozes; Jasmin has the same), test_pdu_encoding, test_sm_encoding
    (
        "0000004d00000005000000009f88f1244157534244000101313635303535353132333400010131373733353535343037"
        "3000000000000000000300117468657265206973206e6f2073706f6f6e",
        DeliverSm(
            service_type="AWSBD",
            source_addr_ton=1,
            source_addr_npi=1,
            source_addr="16505551234",
            dest_addr_ton=1,
            dest_addr_npi=1,
            destination_addr="17735554070",
            data_coding=3,
            short_message=b"there is no spoon",
            sequence=2676551972,
        ),
    ),
    (
        "0000003f000000050000000000000001434d540001003334313131343935303030303100010031323334353435350000"
        "000000000000f2000648454c4c4f00",
        DeliverSm(
            service_type="CMT",
            source_addr_ton=1,
            source_addr="3411149500001",
            dest_addr_ton=1,
            destination_addr="12345455",
            data_coding=242,
            short_message=b"HELLO\x00",
            sequence=1,
        ),
    ),
    (
        "00000066000000050000000000000001424d380001013436313233343536373839000101313430343636353334313000"
        "00000000000000f2001b48656c6c6f2049276d206120626967672066616e206f6620796f7502020004a0373432020300"
        "05a034313331",
        DeliverSm(
            service_type="BM8",
            source_addr_ton=1,
            source_addr_npi=1,
            source_addr="46123456789",
            dest_addr_ton=1,
            dest_addr_npi=1,
            destination_addr="14046653410",
            data_coding=242,
            short_message=b"Hello I'm a bigg fan of you",
            sequence=1,
            tlvs=(
                (0x0202, b"\xa0742"),
                (0x0203, b"\xa04131"),
            ),
        ),
    ),
    (
        "000000890000010200000000000000000201585858585858585858585858585858585858585858585858585858585858"
        "585858585858585858585858585858585858585858585858000106595959595959595959595959595959595959595959"
        "5959595959595959595959595959595959595959595959595959595959595959595959000422000101",
        AlertNotification(
            source_addr_ton=2,
            source_addr_npi=1,
            source_addr="XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
            esme_addr_ton=1,
            esme_addr_npi=6,
            esme_addr="YYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYY",
            tlvs=((0x0422, b"\x01"),),
        ),
    ),
    (
        "000000360000000400000000000024440005006d6f62696c65776179000101313230383233300000000000000100f2000548454c4c4f",
        SubmitSm(
            source_addr_ton=5,
            source_addr="mobileway",
            dest_addr_ton=1,
            dest_addr_npi=1,
            destination_addr="1208230",
            registered_delivery=1,
            data_coding=242,
            short_message=b"HELLO",
            sequence=9284,
        ),
    ),
    (
        "000000108000000400000014000004d2",
        SubmitSmResp(sequence=1234, status=0x14),
    ),
    (
        "00000010800000010000000e00000d80",
        BindReceiverResp(sequence=3456, status=0x0E),
    ),
    (
        "000000480000000500000000dfd03a564157534244000101313535353132333435363700010131373733383238343037"
        "30000000000000000008000c00f10075014400ed00fc0073",
        DeliverSm(
            service_type="AWSBD",
            source_addr_ton=1,
            source_addr_npi=1,
            source_addr="15551234567",
            dest_addr_ton=1,
            dest_addr_npi=1,
            destination_addr="17738284070",
            data_coding=8,
            short_message=b"\x00\xf1\x00u\x01D\x00\xed\x00\xfc\x00s",
            sequence=3754965590,
        ),
    ),
    # node-smpp, test/pdu.js
    (
        "0000003f0000000400000000000000020001003436373031313333313131000101343637303937373133333700400000"
        "0000000001000803240103747b7374",
        SubmitSm(
            source_addr_ton=1,
            source_addr="46701133111",
            dest_addr_ton=1,
            dest_addr_npi=1,
            destination_addr="46709771337",
            esm_class=64,
            data_coding=1,
            short_message=b"\x03$\x01\x03t{st",
            sequence=2,
        ),
    ),
    (
        "0000001480000003000000000000000200000200",
        QuerySmResp(message_state=2, sequence=2),
    ),
    # gosmpp, pdu/*_test.go
    (
        "0000003600000009000000000000000d73797374656d5f69645f66616b650070617373776f7264006f6e6c79002c1765656d70745900",
        BindTransceiver(
            system_id="system_id_fake",
            password="password",
            system_type="only",
            interface_version=44,
            addr_ton=23,
            addr_npi=101,
            address_range="emptY",
            sequence=13,
        ),
    ),
    (
        "0000002800000008000000000000000d61626300646566001c1d416c69636572001e1f426f626f00",
        CancelSm(
            service_type="abc",
            message_id="def",
            source_addr_ton=28,
            source_addr_npi=29,
            source_addr="Alicer",
            dest_addr_ton=30,
            dest_addr_npi=31,
            destination_addr="Bobo",
            sequence=13,
        ),
    ),
    (
        "0000005e00000005000000000000000d616263001c1d416c69636572001e1f426f626f000d633d00005300080030006e"
        "006700681eaf0020006e00670068006900ea006e00670020006e0067006800691ec5006e00670020006e00671ea3",
        DeliverSm(
            service_type="abc",
            source_addr_ton=28,
            source_addr_npi=29,
            source_addr="Alicer",
            dest_addr_ton=30,
            dest_addr_npi=31,
            destination_addr="Bobo",
            esm_class=13,
            protocol_id=99,
            priority_flag=61,
            registered_delivery=83,
            data_coding=8,
            short_message="nghắ nghiêng nghiễng ngả".encode("utf-16-be"),
            sequence=13,
        ),
    ),
    (
        "0000002e00000007000000000000000d49445f486572001c1d416c696365720000005300096e6967687477697368",
        ReplaceSm(
            message_id="ID_Her",
            source_addr_ton=28,
            source_addr_npi=29,
            source_addr="Alicer",
            registered_delivery=83,
            short_message=b"nightwish",
            sequence=13,
        ),
    ),
    (
        "0000003080000021000000000000000d666f6f7462616c6c00022621426f623100000000130000426f62320000000014",
        SubmitMultiResp(
            message_id="football",
            unsuccess_smes=(
                UnsuccessSme(
                    address=SmeAddress(dest_addr_ton=38, dest_addr_npi=33, destination_addr="Bob1"),
                    error_status_code=19,
                ),
                UnsuccessSme(
                    address=SmeAddress(dest_addr_ton=0, dest_addr_npi=0, destination_addr="Bob2"), error_status_code=20
                ),
            ),
            sequence=13,
        ),
    ),
    (
        "0000006e00000021000000000000000d616263001c1d416c696365720003010000426f623100024c6973743100024c69"
        "737432000d633d00005300080030006e006700681eaf0020006e00670068006900ea006e00670020006e006700680069"
        "1ec5006e00670020006e00671ea3",
        SubmitMulti(
            service_type="abc",
            source_addr_ton=28,
            source_addr_npi=29,
            source_addr="Alicer",
            dest_addresses=(
                SmeAddress(dest_addr_ton=0, dest_addr_npi=0, destination_addr="Bob1"),
                DistributionList(dl_name="List1"),
                DistributionList(dl_name="List2"),
            ),
            esm_class=13,
            protocol_id=99,
            priority_flag=61,
            registered_delivery=83,
            data_coding=8,
            short_message="nghắ nghiêng nghiễng ngả".encode("utf-16-be"),
            sequence=13,
        ),
    ),
    (
        "0000001e00000003000000000000000d61776179001c1d416c6963657200",
        QuerySm(message_id="away", source_addr_ton=28, source_addr_npi=29, source_addr="Alicer", sequence=13),
    ),
    (
        "0000002c00000103000000000000000d616263001c1d416c69636572001e1f426f626f004d535b000700015f",
        DataSm(
            service_type="abc",
            source_addr_ton=28,
            source_addr_npi=29,
            source_addr="Alicer",
            dest_addr_ton=30,
            dest_addr_npi=31,
            destination_addr="Bobo",
            esm_class=77,
            registered_delivery=83,
            data_coding=91,
            sequence=13,
            tlvs=((0x0007, b"_"),),
        ),
    ),
]
"""We read and write them alike."""

LENIENT: list[tuple[str, Pdu]] = [
    # cloudhopper-smpp, PduDecoderTest
    (
        "0000001080000004000000000a342ee1",
        SubmitSmResp(sequence=171192033),
    ),
    (
        "0000001180000004000000000a342ee139",
        SubmitSmResp(message_id="9", sequence=171192033),
    ),
    (
        "0000001c800000050000000000116ac7393432353834333135393400",
        DeliverSmResp(message_id="94258431594", sequence=1141447),
    ),
    (
        "00000010800000050000000000116ac7",
        DeliverSmResp(sequence=1141447),
    ),
    (
        "00000015800000090000000e00004db3534d534300",
        BindTransceiverResp(system_id="SMSC", sequence=19891, status=0x0E),
    ),
    (
        "000000a40000000500000000000000050001013233343830333337363831353100050056414e534f0004000000000400"
        "00006369643a30303030303033303035207375623a30303120646c7672643a303031207375626d697420646174653a31"
        "30303131383134333120646f6e6520646174653a3130303131383134333120737461743a44454c49565244206572723a"
        "3030302074650427000102001e00413330303500",
        DeliverSm(
            source_addr_ton=1,
            source_addr_npi=1,
            source_addr="2348033768151",
            dest_addr_ton=5,
            destination_addr="VANSO",
            esm_class=4,
            registered_delivery=4,
            short_message=b"id:0000003005 sub:001 dlvrd:001 "
            b"submit date:1001181431 done date:1001181431 stat:DELIVRD err:000 te",
            sequence=5,
            tlvs=((0x0427, b"\x02"),),
        ),
    ),
    # smpp.pdu (Mozes; Jasmin has the same), test_pdu_encoding, test_sm_encoding
    (
        "0000001b8000000900000000000000015453493735383800021000",
        BindTransceiverResp(system_id="TSI7588", sequence=1),
    ),
    # gosmpp, pdu/*_test.go
    (
        "000000240000000b000000000000000d696e76656e746f7279006970617373776f726400",
        Outbind(system_id="inventory", password="ipassword", sequence=13),
    ),
]
"""We read them so, but write otherwise: bodies missing or needless, a NUL or the end missing, a string too long."""

BEGIN TRANSACTION;
CREATE TABLE annotation (
	id INTEGER NOT NULL, 
	uid BLOB NOT NULL, 
	rev INTEGER NOT NULL, 
	replica TEXT NOT NULL, 
	stamps TEXT, 
	deleted INTEGER NOT NULL, 
	created_at INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	coder_id INTEGER NOT NULL, 
	round_id INTEGER NOT NULL, 
	code_id INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	ranges TEXT, 
	unsure INTEGER NOT NULL, 
	text_sha256 BLOB NOT NULL, 
	quotes TEXT NOT NULL, 
	prefix TEXT NOT NULL, 
	suffix TEXT NOT NULL, 
	memo TEXT NOT NULL, attributes TEXT NOT NULL DEFAULT '{}', unsure_reason TEXT NOT NULL DEFAULT '', revision_id INTEGER
    CONSTRAINT fk_annotation_revision_id REFERENCES revision (id), 
	CONSTRAINT pk_annotation PRIMARY KEY (id), 
	CONSTRAINT ck_annotation_deleted CHECK (deleted IN (0, 1)), 
	CONSTRAINT ck_annotation_unsure CHECK (unsure IN (0, 1)), 
	CONSTRAINT ck_annotation_span CHECK (start >= 0 AND "end" >= start), 
	CONSTRAINT uq_annotation_uid UNIQUE (uid), 
	CONSTRAINT fk_annotation_article_id FOREIGN KEY(article_id) REFERENCES article (id), 
	CONSTRAINT fk_annotation_coder_id FOREIGN KEY(coder_id) REFERENCES coder (id), 
	CONSTRAINT fk_annotation_round_id FOREIGN KEY(round_id) REFERENCES round (id), 
	CONSTRAINT fk_annotation_code_id FOREIGN KEY(code_id) REFERENCES code (id)
)
 STRICT

;
INSERT INTO "annotation" VALUES(1,X'01A207A0245B77F0B8D64E61D8A6A424',7,'112251c1','{"deleted":[17,"d01ef43d"]}',1,1795424265307,1,1,1,2,0,17,'[[0,5],[13,17]]',0,X'59CD336599B6BB05CFABD15801D598C2862CDCDDE37FFDCC35E74AB90A75695E','["Grain","rose"]','','.

“No,” she said. 🌾','kept','{}','',NULL);
INSERT INTO "annotation" VALUES(2,X'01A21091FDDA78038102920AC884A0D6',8,'289e4d52','{"deleted":[10,"289e4d52"],"value:956ca811-48d3-57d5-809c-381c0b7aa334":[9,"289e4d52"]}',1,1795574332891,1,1,1,2,0,17,'[[0,5],[13,17]]',0,X'59CD336599B6BB05CFABD15801D598C2862CDCDDE37FFDCC35E74AB90A75695E','["Grain","rose"]','','.

“No,” she said. 🌾','','{"956ca811-48d3-57d5-809c-381c0b7aa334":"critical"}','',NULL);
INSERT INTO "annotation" VALUES(3,X'01A21102B3EC724BB352B96C5B4AF513',13,'8224e34a','{"deleted":[15,"8224e34a"]}',1,1795581719532,1,1,1,1,0,5,NULL,1,X'59CD336599B6BB05CFABD15801D598C2862CDCDDE37FFDCC35E74AB90A75695E','["Grain"]','',' prices rose.

“No,” she said. 🌾','','{}','irony?',NULL);
INSERT INTO "annotation" VALUES(4,X'01A211CB62F4759F97549444C35D7D57',22,'d01ef43d',NULL,0,1795594871540,1,1,1,2,0,17,'[[0,5],[13,17]]',0,X'59CD336599B6BB05CFABD15801D598C2862CDCDDE37FFDCC35E74AB90A75695E','["Grain","rose"]','','.

“No,” she said. 🌾','kept','{"01a211cb-61ff-70ee-9c5e-eb9c15e9b0b7":4,"01a211cb-61ff-7345-98bf-44b1f65ba2dd":["138ab152-8bab-5954-a2ba-34e72b2f80d8"]}','',1);
CREATE TABLE answer (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    article_id INTEGER NOT NULL, variable_id INTEGER NOT NULL, coder_id INTEGER NOT NULL,
    round_id INTEGER NOT NULL, value TEXT NOT NULL,
    CONSTRAINT pk_answer PRIMARY KEY (id),
    CONSTRAINT ck_answer_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_answer_uid UNIQUE (uid),
    CONSTRAINT fk_answer_article_id FOREIGN KEY(article_id) REFERENCES article (id),
    CONSTRAINT fk_answer_variable_id FOREIGN KEY(variable_id) REFERENCES variable (id),
    CONSTRAINT fk_answer_coder_id FOREIGN KEY(coder_id) REFERENCES coder (id),
    CONSTRAINT fk_answer_round_id FOREIGN KEY(round_id) REFERENCES round (id)
    ) STRICT;
INSERT INTO "answer" VALUES(1,X'EADFE2964EA45EB9B2CF2481281E3B4E',20,'d01ef43d','{"value":[21,"d01ef43d"]}',0,1795594871300,1,1,1,1,'{"missing":"unclear"}');
CREATE TABLE article (
	id INTEGER NOT NULL, 
	uid BLOB NOT NULL, 
	rev INTEGER NOT NULL, 
	replica TEXT NOT NULL, 
	stamps TEXT, 
	deleted INTEGER NOT NULL, 
	created_at INTEGER NOT NULL, 
	headline TEXT NOT NULL, 
	outlet TEXT NOT NULL, 
	author TEXT NOT NULL, 
	published TEXT NOT NULL, 
	url TEXT NOT NULL, 
	language TEXT NOT NULL, 
	source_file TEXT NOT NULL, 
	text_sha256 BLOB NOT NULL, 
	length INTEGER NOT NULL, 
	words INTEGER NOT NULL, 
	counted_words INTEGER NOT NULL, 
	filter_key TEXT NOT NULL, 
	zones TEXT NOT NULL, 
	CONSTRAINT pk_article PRIMARY KEY (id), 
	CONSTRAINT ck_article_deleted CHECK (deleted IN (0, 1)), 
	CONSTRAINT uq_article_uid UNIQUE (uid)
)
 STRICT

;
INSERT INTO "article" VALUES(1,X'01A207A0244671CAA0406B18ACE9782B',2,'112251c1',NULL,0,1795424265286,'Grain prices rose','Wire','','2025-03','','en','',X'59CD336599B6BB05CFABD15801D598C2862CDCDDE37FFDCC35E74AB90A75695E',37,7,6,'grain prices rose
wire

2025-03','[[0,18,"headline"],[20,37,"body"]]');
CREATE TABLE article_text (
	id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	sha256 BLOB NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_article_text PRIMARY KEY (id), 
	CONSTRAINT uq_article_text_article_id_sha256 UNIQUE (article_id, sha256), 
	CONSTRAINT fk_article_text_article_id FOREIGN KEY(article_id) REFERENCES article (id)
)
 STRICT

;
INSERT INTO "article_text" VALUES(1,1,X'59CD336599B6BB05CFABD15801D598C2862CDCDDE37FFDCC35E74AB90A75695E','Grain prices rose.

“No,” she said. 🌾');
CREATE TABLE attribute (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    code_id INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
    question TEXT NOT NULL, low TEXT NOT NULL, high TEXT NOT NULL, required INTEGER NOT NULL,
    preset TEXT NOT NULL, condition TEXT NOT NULL,
    CONSTRAINT pk_attribute PRIMARY KEY (id),
    CONSTRAINT ck_attribute_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT ck_attribute_required CHECK (required IN (0, 1)),
    CONSTRAINT uq_attribute_uid UNIQUE (uid),
    CONSTRAINT fk_attribute_code_id FOREIGN KEY(code_id) REFERENCES code (id)
    ) STRICT;
INSERT INTO "attribute" VALUES(1,X'01A211CB61FF70EE9C5EEB9C15E9B0B7',19,'d01ef43d',NULL,0,1795594871295,2,0,'extent','scale','','[1,"small"]','[5,"large"]',1,'3','');
INSERT INTO "attribute" VALUES(2,X'01A211CB61FF734598BF44B1F65BA2DD',19,'d01ef43d',NULL,0,1795594871295,2,1,'whose','names','','null','null',0,'null','');
CREATE TABLE change (
	txn_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	record_id INTEGER NOT NULL, 
	"before" TEXT, 
	"after" TEXT, stamps TEXT, 
	CONSTRAINT pk_change PRIMARY KEY (txn_id, position), 
	CONSTRAINT fk_change_txn_id FOREIGN KEY(txn_id) REFERENCES txn (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "change" VALUES(1,0,'project',1,NULL,NULL,NULL);
INSERT INTO "change" VALUES(1,1,'coder',1,NULL,NULL,NULL);
INSERT INTO "change" VALUES(1,2,'round',1,NULL,NULL,NULL);
INSERT INTO "change" VALUES(2,0,'article',1,NULL,NULL,NULL);
INSERT INTO "change" VALUES(3,0,'code',1,NULL,NULL,NULL);
INSERT INTO "change" VALUES(4,0,'code',2,NULL,NULL,NULL);
INSERT INTO "change" VALUES(5,0,'code',1,'{"use_when":""}','{"use_when":"always"}',NULL);
INSERT INTO "change" VALUES(6,0,'code',1,'{"use_when":"always"}','{"use_when":""}',NULL);
INSERT INTO "change" VALUES(7,0,'annotation',1,NULL,NULL,NULL);
INSERT INTO "change" VALUES(8,0,'annotation',2,NULL,NULL,NULL);
INSERT INTO "change" VALUES(9,0,'annotation',2,'{"value:956ca811-48d3-57d5-809c-381c0b7aa334":"fair"}','{"value:956ca811-48d3-57d5-809c-381c0b7aa334":"critical"}',NULL);
INSERT INTO "change" VALUES(10,0,'annotation',2,'{"deleted":false}','{"deleted":true}',NULL);
INSERT INTO "change" VALUES(11,0,'memo',1,NULL,NULL,NULL);
INSERT INTO "change" VALUES(12,0,'setting',1,NULL,NULL,NULL);
INSERT INTO "change" VALUES(13,0,'annotation',3,NULL,NULL,NULL);
INSERT INTO "change" VALUES(14,0,'link',1,NULL,NULL,NULL);
INSERT INTO "change" VALUES(15,0,'annotation',3,'{"deleted":false}','{"deleted":true}',NULL);
INSERT INTO "change" VALUES(15,1,'link',1,'{"deleted":false}','{"deleted":true}',NULL);
INSERT INTO "change" VALUES(16,0,'progress',1,NULL,NULL,NULL);
INSERT INTO "change" VALUES(17,0,'annotation',1,'{"deleted":false}','{"deleted":true}',NULL);
INSERT INTO "change" VALUES(18,0,'code',2,'{"definition":"","boundary":"","examples":["it fell"],"counter_examples":[],"instead":[],"unit":"span","citation":"","exclusive":[]}','{"definition":"What gets worse.","boundary":"Without articles.","examples":["prices rose",{"text":"jobs fell","from":"The Courier","why":"a loss"}],"counter_examples":["prices fell"],"instead":[{"when":"the loss is only feared","use":"01a207a0-244c-7286-8a6d-a38f9f2c2903"}],"unit":"sentence","citation":"Somebody 2001","exclusive":["frames"]}',NULL);
INSERT INTO "change" VALUES(18,1,'revision',1,NULL,NULL,NULL);
INSERT INTO "change" VALUES(19,0,'attribute',1,NULL,NULL,NULL);
INSERT INTO "change" VALUES(19,1,'attribute',2,NULL,NULL,NULL);
INSERT INTO "change" VALUES(19,2,'choice',1,NULL,NULL,NULL);
INSERT INTO "change" VALUES(19,3,'variable',1,NULL,NULL,NULL);
INSERT INTO "change" VALUES(19,4,'choice',2,NULL,NULL,NULL);
INSERT INTO "change" VALUES(20,0,'answer',1,NULL,NULL,NULL);
INSERT INTO "change" VALUES(21,0,'answer',1,'{"value":"2732b3f4-cdb1-59fa-8a73-1975573193af"}','{"value":{"missing":"unclear"}}',NULL);
INSERT INTO "change" VALUES(22,0,'annotation',4,NULL,NULL,NULL);
CREATE TABLE choice (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    of_uid BLOB NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    definition TEXT NOT NULL,
    CONSTRAINT pk_choice PRIMARY KEY (id),
    CONSTRAINT ck_choice_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_choice_uid UNIQUE (uid)
    ) STRICT;
INSERT INTO "choice" VALUES(1,X'138AB1528BAB5954A2BA34E72B2F80D8',0,'',NULL,0,1795594871295,X'01A211CB61FF734598BF44B1F65BA2DD',0,'farmers','null','');
INSERT INTO "choice" VALUES(2,X'2732B3F4CDB159FA8A731975573193AF',0,'',NULL,0,1795594871295,X'01A211CB61FF79B7AF688F540194345D',0,'glad','1','');
CREATE TABLE code (
	id INTEGER NOT NULL, 
	uid BLOB NOT NULL, 
	rev INTEGER NOT NULL, 
	replica TEXT NOT NULL, 
	stamps TEXT, 
	deleted INTEGER NOT NULL, 
	created_at INTEGER NOT NULL, 
	parent_id INTEGER, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	colour TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	definition TEXT NOT NULL, 
	use_when TEXT NOT NULL, 
	do_not_use_when TEXT NOT NULL, 
	examples TEXT NOT NULL, keywords TEXT NOT NULL DEFAULT '[]', unit TEXT NOT NULL DEFAULT 'span', boundary TEXT NOT NULL DEFAULT '', counter_examples TEXT NOT NULL DEFAULT '[]', instead TEXT NOT NULL DEFAULT '[]', status TEXT NOT NULL DEFAULT 'active', citation TEXT NOT NULL DEFAULT '', exclusive TEXT NOT NULL DEFAULT '[]', 
	CONSTRAINT pk_code PRIMARY KEY (id), 
	CONSTRAINT ck_code_deleted CHECK (deleted IN (0, 1)), 
	CONSTRAINT uq_code_uid UNIQUE (uid), 
	CONSTRAINT fk_code_parent_id FOREIGN KEY(parent_id) REFERENCES code (id)
)
 STRICT

;
INSERT INTO "code" VALUES(1,X'01A207A0244C72868A6DA38F9F2C2903',3,'112251c1','{"use_when":[6,"112251c1"]}',0,1795424265292,NULL,0,'framing','blue','f','How it is told','','','[]','[]','span','','[]','[]','active','','[]');
INSERT INTO "code" VALUES(2,X'01A207A024507059AA0AA26E504E5353',4,'112251c1','{"definition":[18,"d01ef43d"],"examples":[18,"d01ef43d"],"unit":[18,"d01ef43d"],"boundary":[18,"d01ef43d"],"counter_examples":[18,"d01ef43d"],"instead":[18,"d01ef43d"],"citation":[18,"d01ef43d"],"exclusive":[18,"d01ef43d"]}',0,1795424265296,1,0,'loss','','','What gets worse.','','','["prices rose",{"text":"jobs fell","from":"The Courier","why":"a loss"}]','["deficit"]','sentence','Without articles.','["prices fell"]','[{"when":"the loss is only feared","use":"01a207a0-244c-7286-8a6d-a38f9f2c2903"}]','active','Somebody 2001','["frames"]');
CREATE TABLE coder (
	id INTEGER NOT NULL, 
	uid BLOB NOT NULL, 
	rev INTEGER NOT NULL, 
	replica TEXT NOT NULL, 
	stamps TEXT, 
	deleted INTEGER NOT NULL, 
	created_at INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	CONSTRAINT pk_coder PRIMARY KEY (id), 
	CONSTRAINT ck_coder_deleted CHECK (deleted IN (0, 1)), 
	CONSTRAINT uq_coder_uid UNIQUE (uid)
)
 STRICT

;
INSERT INTO "coder" VALUES(1,X'01A207A024237A2FAFD594FA856A30B9',1,'112251c1',NULL,0,1795424265270,'Anna','human');
CREATE TABLE know (
    id INTEGER NOT NULL, replica TEXT NOT NULL, rev INTEGER NOT NULL,
    CONSTRAINT pk_know PRIMARY KEY (id),
    CONSTRAINT uq_know_replica UNIQUE (replica)
    ) STRICT;
INSERT INTO "know" VALUES(1,'112251c1',7);
INSERT INTO "know" VALUES(2,'289e4d52',12);
INSERT INTO "know" VALUES(3,'8224e34a',16);
INSERT INTO "know" VALUES(4,'d01ef43d',22);
CREATE TABLE link (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    from_id INTEGER NOT NULL, to_id INTEGER NOT NULL, relation TEXT NOT NULL,
    CONSTRAINT pk_link PRIMARY KEY (id),
    CONSTRAINT ck_link_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_link_uid UNIQUE (uid),
    CONSTRAINT fk_link_from_id FOREIGN KEY(from_id) REFERENCES annotation (id),
    CONSTRAINT fk_link_to_id FOREIGN KEY(to_id) REFERENCES annotation (id)
    ) STRICT;
INSERT INTO "link" VALUES(1,X'01A21102B40E7563B57D6D1D3A9062FB',15,'8224e34a',NULL,1,1795581719566,3,1,'cue of');
CREATE TABLE memo (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    about_kind TEXT NOT NULL, about_uid BLOB NOT NULL, coder_id INTEGER, text TEXT NOT NULL,
    CONSTRAINT pk_memo PRIMARY KEY (id),
    CONSTRAINT ck_memo_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_memo_uid UNIQUE (uid),
    CONSTRAINT fk_memo_coder_id FOREIGN KEY(coder_id) REFERENCES coder (id)
    ) STRICT;
INSERT INTO "memo" VALUES(1,X'01A21091FDE27FA4A4FC4A67F3139885',11,'289e4d52',NULL,0,1795574332898,'project',X'01A207A0243573959F6D32A1DECC22D5',1,'Kept 🌾');
CREATE TABLE progress (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    article_id INTEGER NOT NULL, coder_id INTEGER NOT NULL, round_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT pk_progress PRIMARY KEY (id),
    CONSTRAINT ck_progress_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_progress_uid UNIQUE (uid),
    CONSTRAINT fk_progress_article_id FOREIGN KEY(article_id) REFERENCES article (id),
    CONSTRAINT fk_progress_coder_id FOREIGN KEY(coder_id) REFERENCES coder (id),
    CONSTRAINT fk_progress_round_id FOREIGN KEY(round_id) REFERENCES round (id)
    ) STRICT;
INSERT INTO "progress" VALUES(1,X'3BDE97CCEF105682AC8E4B83A6FC6C88',16,'8224e34a',NULL,0,1795581719604,1,1,1,'done');
CREATE TABLE project (
	id INTEGER NOT NULL, 
	uid BLOB NOT NULL, 
	rev INTEGER NOT NULL, 
	replica TEXT NOT NULL, 
	stamps TEXT, 
	deleted INTEGER NOT NULL, 
	created_at INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	CONSTRAINT pk_project PRIMARY KEY (id), 
	CONSTRAINT ck_project_deleted CHECK (deleted IN (0, 1)), 
	CONSTRAINT uq_project_uid UNIQUE (uid)
)
 STRICT

;
INSERT INTO "project" VALUES(1,X'01A207A0243573959F6D32A1DECC22D5',1,'112251c1',NULL,0,1795424265270,'Kept');
CREATE TABLE revision (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    code_id INTEGER NOT NULL, coder_id INTEGER, number INTEGER NOT NULL,
    earlier TEXT NOT NULL, meaning TEXT NOT NULL, why TEXT NOT NULL,
    CONSTRAINT pk_revision PRIMARY KEY (id),
    CONSTRAINT ck_revision_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_revision_uid UNIQUE (uid),
    CONSTRAINT fk_revision_code_id FOREIGN KEY(code_id) REFERENCES code (id),
    CONSTRAINT fk_revision_coder_id FOREIGN KEY(coder_id) REFERENCES coder (id)
    ) STRICT;
INSERT INTO "revision" VALUES(1,X'01A211CB61FC79DFAF3EBC4311D5BBE1',18,'d01ef43d',NULL,0,1795594871292,2,1,2,'{"definition":""}','{"definition":"What gets worse."}','it was empty');
CREATE TABLE round (
	id INTEGER NOT NULL, 
	uid BLOB NOT NULL, 
	rev INTEGER NOT NULL, 
	replica TEXT NOT NULL, 
	stamps TEXT, 
	deleted INTEGER NOT NULL, 
	created_at INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	CONSTRAINT pk_round PRIMARY KEY (id), 
	CONSTRAINT ck_round_deleted CHECK (deleted IN (0, 1)), 
	CONSTRAINT uq_round_uid UNIQUE (uid)
)
 STRICT

;
INSERT INTO "round" VALUES(1,X'01A207A0243679338E51E15F3CDC9DDA',1,'112251c1',NULL,0,1795424265270,'main');
CREATE TABLE setting (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    key TEXT NOT NULL, value TEXT NOT NULL,
    CONSTRAINT pk_setting PRIMARY KEY (id),
    CONSTRAINT ck_setting_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_setting_uid UNIQUE (uid)
    ) STRICT;
INSERT INTO "setting" VALUES(1,X'01A21091FDE47FA998C0F40C9B41364E',12,'289e4d52',NULL,0,1795574332900,'scheme/locked','true');
CREATE TABLE txn (
	id INTEGER NOT NULL, 
	uid BLOB NOT NULL, 
	at INTEGER NOT NULL, 
	rev INTEGER NOT NULL, 
	replica TEXT NOT NULL, 
	coder_id INTEGER, 
	action TEXT NOT NULL, 
	label TEXT NOT NULL, 
	undoes INTEGER, 
	done INTEGER NOT NULL, origin TEXT, back_to INTEGER, applied INTEGER NOT NULL DEFAULT '1'
    CONSTRAINT ck_txn_applied CHECK (applied IN (0, 1)), 
	CONSTRAINT pk_txn PRIMARY KEY (id), 
	CONSTRAINT ck_txn_action CHECK (action IN ('start', 'do', 'undo', 'redo')), 
	CONSTRAINT ck_txn_done CHECK (done IN (0, 1)), 
	CONSTRAINT uq_txn_uid UNIQUE (uid), 
	CONSTRAINT fk_txn_coder_id FOREIGN KEY(coder_id) REFERENCES coder (id), 
	CONSTRAINT fk_txn_undoes FOREIGN KEY(undoes) REFERENCES txn (id)
)
 STRICT

;
INSERT INTO "txn" VALUES(1,X'01A207A0243C76DFA075F6A217C00380',1795424265270,1,'112251c1',1,'start','Create the project',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(2,X'01A207A0244A7DD2AF51165AFD02316E',1795424265286,2,'112251c1',NULL,'do','Import an article',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(3,X'01A207A0244F7B8080ED38AC7F8A3F28',1795424265292,3,'112251c1',1,'do','Add framing',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(4,X'01A207A0245172C2BC6459AD59E89DFD',1795424265296,4,'112251c1',1,'do','Add loss',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(5,X'01A207A024557277AD50F1A3399AFC53',1795424265298,5,'112251c1',1,'do','Rename',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(6,X'01A207A02459782384E1F9431B602AD6',1795424265304,6,'112251c1',1,'undo','Rename',5,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(7,X'01A207A024617A95B46DF422588108F8',1795424265307,7,'112251c1',1,'do','Tag “loss”',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(8,X'01A21091FDDE742386B7383E437BE5FB',1795574332891,8,'289e4d52',NULL,'do','Tag “loss”',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(9,X'01A21091FDE071AC9E285AA1202AF3FD',1795574332895,9,'289e4d52',NULL,'do','Give it a value',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(10,X'01A21091FDE27D8E96E0F153DA53957E',1795574332897,10,'289e4d52',NULL,'do','Remove “loss”',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(11,X'01A21091FDE3742BBFCA349D3B5F53CD',1795574332898,11,'289e4d52',NULL,'do','Write a memo',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(12,X'01A21091FDE476078179C6A3D977A8FF',1795574332900,12,'289e4d52',NULL,'do','Set',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(13,X'01A21102B3F971A5A61F7F75132F526B',1795581719532,13,'8224e34a',NULL,'do','Tag “framing”',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(14,X'01A21102B41076359990075307164588',1795581719566,14,'8224e34a',NULL,'do','Link',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(15,X'01A21102B4217CB2B7ED64529CB47C6C',1795581719582,15,'8224e34a',NULL,'do','Remove',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(16,X'01A21102B43775FD96CFBA34EDC945A2',1795581719604,16,'8224e34a',NULL,'do','Mark as done',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(17,X'01A211CB61FA72B1A8AD983D05D30D64',1795594871287,17,'d01ef43d',1,'undo','Tag “loss”',7,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(18,X'01A211CB61FE7661803647430BD8BA85',1795594871292,18,'d01ef43d',1,'do','Revise',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(19,X'01A211CB62027A78B8AC370BD76D7FF5',1795594871295,19,'d01ef43d',1,'do','Ask',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(20,X'01A211CB62057CD1B5D8D3CAEECD23CF',1795594871300,20,'d01ef43d',1,'do','Answer',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(21,X'01A211CB62077656A91AEC8195B8AB26',1795594871302,21,'d01ef43d',1,'do','Answer',NULL,1,NULL,NULL,1);
INSERT INTO "txn" VALUES(22,X'01A211CB62F570ED91166A956F1B4FC7',1795594871540,22,'d01ef43d',1,'do','Tag “loss”',NULL,1,NULL,NULL,1);
CREATE TABLE variable (
    id INTEGER NOT NULL, uid BLOB NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at INTEGER NOT NULL,
    position INTEGER NOT NULL, key TEXT NOT NULL, scale TEXT NOT NULL, title TEXT NOT NULL,
    section TEXT NOT NULL, question TEXT NOT NULL, rule TEXT NOT NULL, several INTEGER NOT NULL,
    low TEXT NOT NULL, high TEXT NOT NULL, missing TEXT NOT NULL, required INTEGER NOT NULL,
    condition TEXT NOT NULL, mean_of TEXT NOT NULL, needs INTEGER NOT NULL,
    CONSTRAINT pk_variable PRIMARY KEY (id),
    CONSTRAINT ck_variable_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT ck_variable_several CHECK (several IN (0, 1)),
    CONSTRAINT ck_variable_required CHECK (required IN (0, 1)),
    CONSTRAINT uq_variable_uid UNIQUE (uid)
    ) STRICT;
INSERT INTO "variable" VALUES(1,X'01A211CB61FF79B7AF688F540194345D',19,'d01ef43d',NULL,0,1795594871295,0,'tone','ordinal','','','How does it sound?','',0,'null','null','["unclear"]',0,'','[]',0);
CREATE INDEX ix_article_filter_key_deleted ON article (filter_key, deleted);
CREATE INDEX ix_article_text_sha256 ON article (text_sha256);
CREATE INDEX ix_code_parent_id ON code (parent_id);
CREATE INDEX ix_annotation_article_id_deleted_coder_id_start ON annotation (article_id, deleted, coder_id, start);
CREATE INDEX ix_annotation_code_id_coder_id_deleted_article_id_start ON annotation (code_id, coder_id, deleted, article_id, start);
CREATE INDEX ix_txn_coder_id_action ON txn (coder_id, action);
CREATE INDEX ix_txn_undoes ON txn (undoes);
CREATE INDEX ix_change_kind_record_id ON change (kind, record_id);
CREATE INDEX ix_txn_unfinished ON txn (done, applied) WHERE done = 0 OR applied = 0;
CREATE INDEX ix_txn_back_to ON txn (back_to) WHERE back_to IS NOT NULL;
CREATE INDEX ix_memo_about_uid ON memo (about_uid);
CREATE INDEX ix_link_from_id_deleted ON link (from_id, deleted);
CREATE INDEX ix_link_to_id_deleted ON link (to_id, deleted);
CREATE INDEX ix_progress_article_id ON progress (article_id);
CREATE INDEX ix_progress_coder_id_round_id_deleted_state_article_id
    ON progress (coder_id, round_id, deleted, state, article_id);
CREATE INDEX ix_revision_code_id ON revision (code_id);
CREATE INDEX ix_attribute_code_id ON attribute (code_id);
CREATE INDEX ix_choice_of_uid ON choice (of_uid);
CREATE INDEX ix_answer_article_id_coder_id ON answer (article_id, coder_id);
CREATE INDEX ix_answer_variable_id ON answer (variable_id);
CREATE INDEX ix_answer_coder_id_round_id_deleted_article_id_variable_id
    ON answer (coder_id, round_id, deleted, article_id, variable_id);
COMMIT;
